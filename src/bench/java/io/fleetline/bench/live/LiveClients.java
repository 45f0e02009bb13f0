package io.fleetline.bench.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Many clients of the live feed, on one thread. */
public final class LiveClients implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final long LOOK_MS = 200;
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<LiveClient> clients = new ArrayList<>();
    private final Selector selector;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer slowBuffer = ByteBuffer.allocate(1);
    private @Nullable Thread thread;
    private volatile @Nullable IOException failure;
    private final InetSocketAddress service;
    private long slowAtNanos = System.nanoTime();

    private LiveClients(InetSocketAddress service) throws IOException {
        this.service = service;
        selector = Selector.open();
    }

    /** Connects clients with different filters and boxes; some measure, half of all get binary positions, the last one is slow. */
    public static LiveClients connect(InetSocketAddress service, int count) throws IOException {
        var all = new LiveClients(service);
        for (int number = 0; number < count; number++) {
            var client = new LiveClient(service, Wishes.of(number, count));
            all.clients.add(client);
            if (!client.role().isSlow()) {
                client.register(all.selector);
            }
        }
        all.thread = Thread.ofPlatform().name("live clients").start(all::read);
        return all;
    }

    private void read() {
        try {
            while (!closing.get()) {
                selector.select(key -> read((LiveClient) key.attachment(), buffer), LOOK_MS);
                readSlowly();
            }
        } catch (IOException e) {
            failure = e;
        } catch (UncheckedIOException e) {
            failure = e.getCause();
        }
    }

    private static void read(LiveClient client, ByteBuffer into) {
        try {
            client.read(into);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readSlowly() throws IOException {
        if (System.nanoTime() - slowAtNanos > SLOW_NANOS) {
            slowAtNanos = System.nanoTime();
            for (var number = 0; number < clients.size(); number++) {
                var client = clients.get(number);
                if (client.role().isSlow() && client.isEndedAfter(slowBuffer)) {
                    clients.set(number, new LiveClient(service, client.role()));
                }
            }
        }
    }

    /** What those were sent that have one format; without the slow one. */
    public Traffic traffic(boolean binary) {
        var sum = new Traffic();
        clients.stream()
                .filter(one(binary))
                .forEach(client -> sum.add(client.traffic().copy()));
        return sum;
    }

    private static Predicate<LiveClient> one(boolean binary) {
        return client -> !client.role().isSlow() && client.role().isBinary() == binary;
    }

    /** How many have one format; without the slow one. */
    public long count(boolean binary) {
        return clients.stream().filter(one(binary)).count();
    }

    /** To be called after {@link #close}. */
    public List<Sighting> sightings() {
        return clients.stream().flatMap(client -> client.sightings().stream()).toList();
    }

    /** Ends all connections, and says if one of them was lost before. */
    @Override
    public void close() throws IOException, InterruptedException {
        closing.set(true);
        if (thread != null) {
            thread.join();
        }
        for (var client : clients) {
            client.close();
        }
        selector.close();
        var problem = failure;
        if (problem != null) {
            throw problem;
        }
    }
}
