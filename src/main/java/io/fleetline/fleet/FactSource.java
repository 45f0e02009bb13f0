package io.fleetline.fleet;

/** The channel by which a fact was received. */
public enum FactSource {
    POLL("poll", Channel.POLL),
    TRACK_LIST("track_list", Channel.POLL),
    PUSH("push", Channel.PUSH);

    private final String label;
    private final Channel channel;

    FactSource(String label, Channel channel) {
        this.label = label;
        this.channel = channel;
    }

    public Channel channel() {
        return channel;
    }

    /** The value stored in the database. */
    public String label() {
        return label;
    }
}
