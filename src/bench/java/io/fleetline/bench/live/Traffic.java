package io.fleetline.bench.live;

/** What clients were sent. */
public final class Traffic {
    private static final int TEXT = 1;
    private static final int BINARY = 2;

    private long frames;
    private long bytes;
    private long texts;
    private long binaries;

    void frame(int opcode, long payloadBytes) {
        frames++;
        bytes += payloadBytes;
        texts += opcode == TEXT ? 1 : 0;
        binaries += opcode == BINARY ? 1 : 0;
    }

    void add(Traffic other) {
        frames += other.frames;
        bytes += other.bytes;
        texts += other.texts;
        binaries += other.binaries;
    }

    public long frames() {
        return frames;
    }

    /** Without the headers of frames. */
    public long bytes() {
        return bytes;
    }

    public long texts() {
        return texts;
    }

    public long binaries() {
        return binaries;
    }

    Traffic since(Traffic earlier) {
        var difference = new Traffic();
        difference.frames = frames - earlier.frames;
        difference.bytes = bytes - earlier.bytes;
        difference.texts = texts - earlier.texts;
        difference.binaries = binaries - earlier.binaries;
        return difference;
    }

    Traffic copy() {
        return since(new Traffic());
    }
}
