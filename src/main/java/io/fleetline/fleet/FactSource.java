package io.fleetline.fleet;

/** The way by which a fact reached us. */
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

    /** The word under which it is stored. */
    public String label() {
        return label;
    }
}
