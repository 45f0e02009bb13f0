package io.fleetline.outbox.receiver;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks for the addresses of names, for a limited time. */
public final class AddressLookup {
    /** A name server that does not answer holds its thread for longer than anybody waits. */
    private static final int MOST_AT_ONCE = 64;

    private final Resolver resolver;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** Gives all addresses of a name. */
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    public AddressLookup(Resolver resolver) {
        this.resolver = resolver;
    }

    /**
     * All addresses of a host; an address is its own.
     *
     * @throws UnknownHostException if it has none, or nobody says so in time
     */
    public List<InetAddress> addresses(String host, Duration patience)
            throws UnknownHostException, InterruptedException {
        if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new UnknownHostException("too many names are being looked up");
        }
        // On a thread of the system: the call of the system's resolver would hold a carrier of virtual threads.
        var lookUp = new FutureTask<>(lookUp(host));
        Thread.ofPlatform().daemon().name("looking up a receiver").start(lookUp);
        return await(lookUp, patience);
    }

    private Callable<List<InetAddress>> lookUp(String host) {
        return () -> {
            try {
                return List.of(resolver.resolve(host));
            } finally {
                places.release();
            }
        };
    }

    private static List<InetAddress> await(FutureTask<List<InetAddress>> lookUp, Duration patience)
            throws UnknownHostException, InterruptedException {
        try {
            return lookUp.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownHostException("the name of the host cannot be resolved");
        }
    }
}
