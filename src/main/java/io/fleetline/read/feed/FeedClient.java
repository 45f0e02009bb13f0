package io.fleetline.read.feed;

import io.fleetline.change.LogPosition;
import io.fleetline.change.PositionLostException;
import io.fleetline.read.access.Admission;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The conversation with one client, on a thread of its own. One frame is on its way at a time. */
final class FeedClient {
    private static final Logger LOG = Logger.getLogger(FeedClient.class);

    /** The transport reads one message at a time; what it had already decoded may follow. */
    private static final int WAITING_MESSAGES = 16;

    private final Outlet outlet;
    private final LiveFeed feed;
    private final Admission admission;
    private final FeedPace pace;
    private final InstantSource clock;
    private final BlockingQueue<String> inbox = new ArrayBlockingQueue<>(WAITING_MESSAGES);
    private final Semaphore wakeUps = new Semaphore(0);
    private final BinaryVehicles binary;
    private volatile @Nullable Following following;
    private long notBeforeNanos = System.nanoTime();
    private long heartbeatNanos = System.nanoTime();
    private final Presence presence;
    private volatile boolean ended;

    /** @param clock the service's clock */
    FeedClient(Outlet outlet, LiveFeed feed, Admission admission, FeedPace pace, InstantSource clock) {
        this.outlet = outlet;
        this.feed = feed;
        this.admission = admission;
        this.pace = pace;
        this.presence = new Presence(pace.heartbeat(), pace.idle());
        this.clock = clock;
        this.binary = new BinaryVehicles(feed.records());
    }

    Admission admission() {
        return admission;
    }

    /**
     * Returns when the connection has ended.
     *
     * @param first what it subscribes to from the start; null: it will say so itself
     */
    void run(LogPosition newest, @Nullable Wish first) {
        try {
            send(FeedFrame.hello(newest, (int) pace.heartbeat().toSeconds()));
            if (first != null) {
                follow(first);
            }
            while (!ended) {
                turn();
            }
        } catch (ClientGone e) {
            LOG.debug("a live client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("a live client could not be served", e);
            end(Ending.FAILED);
        } finally {
            ended = true;
            leave();
        }
    }

    /** What waits for it, with what is being sent. */
    int waitingBytes() {
        var begun = following;
        return begun == null ? 0 : begun.backlog().bytes();
    }

    /** Takes a message of the client. False: it sends faster than it may. */
    boolean receive(String text) {
        var taken = inbox.offer(text);
        wake();
        return taken;
    }

    /** There was a sign of life. */
    void heard() {
        presence.heard();
    }

    /** Ends the connection; may be called by any thread. */
    void end(Ending ending) {
        ended = true;
        outlet.close(ending);
        wake();
    }

    /** The transport has ended it. */
    void gone() {
        ended = true;
        wake();
    }

    private void wake() {
        if (wakeUps.availablePermits() == 0) {
            wakeUps.release();
        }
    }

    private void turn() throws ClientGone, InterruptedException {
        var message = inbox.poll();
        if (message != null) {
            answer(message);
            outlet.readOn();
        } else if (presence.isOver()) {
            end(Ending.IDLE);
        } else {
            if (presence.isToBeAsked()) {
                outlet.probe();
            }
            if (!sendNext() && !beat()) {
                pause();
            }
        }
    }

    private void answer(String message) throws ClientGone {
        try {
            switch (ClientFrame.read(message)) {
                case ClientFrame.Ping _ -> send(FeedFrame.pong());
                case ClientFrame.Unsubscribe _ -> leave();
                case ClientFrame.Subscribe wanted -> follow(Wish.read(wanted.wish(), admission.caller(), feed.board()));
            }
        } catch (FeedProblem e) {
            send(FeedFrame.error(e));
        }
    }

    private void follow(Wish wish) throws ClientGone {
        leave();
        if (wish.unknown() != null) {
            send(FeedFrame.error(wish.unknown()));
        }
        var backlog = new Backlog(wish.subscription(), this::wake);
        var newest = feed.join(backlog);
        if (newest == null) {
            end(Ending.LOG_IS_OFF);
            return;
        }
        var begun = new Following(backlog, newest, wish.isBinary() ? binary : new JsonVehicles());
        following = begun;
        if (wish.cursor() != null) {
            catchUp(begun, wish.cursor(), newest);
        }
    }

    /** Sends the events between two positions. Vehicles need no catching up: they come as a snapshot. */
    private void catchUp(Following begun, LogPosition from, LogPosition newest) throws ClientGone {
        if (!from.epoch().equals(newest.epoch()) || from.compareTo(newest) > 0) {
            begun.backlog().reset("the cursor %s is not of this change log".formatted(from));
            return;
        }
        begun.reached(from);
        try {
            for (var at = from; at.compareTo(newest) < 0 && !ended; ) {
                var page = feed.history(at, newest, begun.backlog().subscription());
                for (var frame : begun.missed(page.events())) {
                    send(frame);
                }
                at = page.reached();
                begun.reached(at);
            }
        } catch (PositionLostException e) {
            begun.backlog().reset("the change log no longer holds what follows the cursor %s".formatted(from));
        } catch (SQLException | JdbiException e) {
            LOG.debug("what a client had missed could not be read", e);
            begun.backlog().reset("what follows the cursor %s could not be read".formatted(from));
        }
    }

    private void leave() {
        var left = following;
        following = null;
        if (left != null) {
            feed.leave(left.backlog());
        }
    }

    private boolean sendNext() throws ClientGone, InterruptedException {
        var begun = following;
        var newest = feed.position();
        if (newest == null) {
            end(Ending.LOG_IS_OFF);
            return true;
        } else if (begun == null || System.nanoTime() - notBeforeNanos < 0) {
            return false;
        }
        var frames = feed.next(begun, newest);
        for (var frame : frames) {
            begun.backlog().sending(frame.length());
            send(frame);
            begun.backlog().sending(0);
        }
        if (frames.stream().anyMatch(frame -> frame.type().equals("change"))) {
            var rate = begun.backlog().subscription().framesPerSecond();
            notBeforeNanos = System.nanoTime() + (long) (TimeUnit.SECONDS.toNanos(1) / rate);
        }
        return !frames.isEmpty();
    }

    private void send(FeedFrame frame) throws ClientGone {
        outlet.send(frame);
        feed.count(frame);
        heartbeatNanos = System.nanoTime() + pace.heartbeat().toNanos();
    }

    /** Until there is something to do, or a heartbeat is due. */
    private void pause() throws InterruptedException {
        var now = System.nanoTime();
        var untilHeartbeat = heartbeatNanos - now;
        var untilFrame = notBeforeNanos - now;
        var wait = untilFrame > 0 ? Math.min(untilFrame, untilHeartbeat) : untilHeartbeat;
        if (wakeUps.tryAcquire(Math.max(wait, 0), TimeUnit.NANOSECONDS)) {
            wakeUps.drainPermits();
        }
    }

    /** Shows the client how far it is, if it was sent nothing for long. */
    private boolean beat() throws ClientGone {
        if (System.nanoTime() - heartbeatNanos < 0 || ended) {
            return false;
        }
        var begun = following;
        var reached = begun == null ? feed.position() : begun.cursor();
        if (reached != null) {
            send(FeedFrame.tick(reached, clock.instant()));
        }
        return true;
    }
}
