package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import io.fleetline.read.feed.VehicleRecord.NamesEntry;
import io.fleetline.read.live.LiveVehicle;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Vehicles as binary frames (docs/live.md) of one connection; a dictionary frame precedes vehicles that the connection does not know by their present names. */
final class BinaryVehicles implements VehicleFormat {
    private static final short MAGIC = 0x464C;
    private static final byte VERSION = 1;
    private static final byte HEADER_BYTES = 40;
    private static final byte SNAPSHOT = 1;
    private static final byte CHANGE = 2;
    private static final int HEXADECIMAL = 16;

    private final VehicleRecords records;
    private final BitSet known = new BitSet();
    private int knownSince;

    BinaryVehicles(VehicleRecords records) {
        this.records = records;
    }

    @Override
    public int size(LiveVehicle vehicle) {
        var names = records.of(vehicle).names();
        return VehicleRecord.BYTES + (isKnown(names) ? 0 : names.json().length());
    }

    /** Renamed vehicles are few, so that a renaming may make the connection forget all names: that takes one bit a vehicle. */
    private boolean isKnown(NamesEntry names) {
        return names.since() <= knownSince && known.get(names.number());
    }

    private void learn(NamesEntry names) {
        if (names.since() > knownSince) {
            knownSince = names.since();
            known.clear();
        }
        known.set(names.number());
    }

    @Override
    public List<FeedFrame> snapshot(
            LogPosition cursor, int page, boolean isLast, List<LiveVehicle> vehicles, Instant now) {
        var all = vehicles.stream().map(vehicle -> new Changed(vehicle, false)).toList();
        return frames("snapshot", header(SNAPSHOT, isLast, page, all.size(), cursor, now), cursor, all, now);
    }

    @Override
    public List<FeedFrame> changes(
            LogPosition before, LogPosition after, List<Changed> vehicles, List<String> events, Instant now) {
        var frames = new ArrayList<FeedFrame>();
        if (!vehicles.isEmpty()) {
            var cursor = events.isEmpty() ? after : before;
            frames.addAll(
                    frames("change", header(CHANGE, false, 0, vehicles.size(), cursor, now), cursor, vehicles, now));
        }
        if (!events.isEmpty()) {
            frames.add(FeedFrame.change(after, events));
        }
        return frames;
    }

    private static ByteBuffer header(byte kind, boolean isLast, int page, int count, LogPosition cursor, Instant now) {
        return ByteBuffer.allocate(HEADER_BYTES + count * VehicleRecord.BYTES)
                .putShort(MAGIC)
                .put(VERSION)
                .put(kind)
                .put(HEADER_BYTES)
                .put((byte) (isLast ? 1 : 0))
                .putShort((short) VehicleRecord.BYTES)
                .putInt(count)
                .putInt(page)
                .putLong(now.toEpochMilli())
                .putInt(Integer.parseUnsignedInt(cursor.epoch(), HEXADECIMAL))
                .putInt(cursor.ordinal())
                .putLong(cursor.tick());
    }

    private List<FeedFrame> frames(
            String type, ByteBuffer binary, LogPosition cursor, List<Changed> vehicles, Instant now) {
        var unknown = new ArrayList<String>();
        for (var changed : vehicles) {
            var vehicle = records.of(changed.vehicle());
            if (!isKnown(vehicle.names())) {
                unknown.add(vehicle.names().json());
                learn(vehicle.names());
            }
            vehicle.write(binary, changed.changesStatus(), now);
        }
        var frame = FeedFrame.binary(type, cursor, binary.array());
        return unknown.isEmpty() ? List.of(frame) : List.of(FeedFrame.dictionary(unknown), frame);
    }
}
