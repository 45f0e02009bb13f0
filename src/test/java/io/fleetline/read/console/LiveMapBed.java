package io.fleetline.read.console;

import io.agroal.api.AgroalDataSource;
import io.fleetline.read.feed.LiveBed;
import io.fleetline.read.feed.LiveFeed;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A browser, and a live fleet that a test moves: what tests of the live map have in common. */
abstract class LiveMapBed {
    @Inject
    AgroalDataSource database;

    @Inject
    LiveFeed feed;

    @TestHTTPResource("/")
    URI address;

    LiveBed bed;
    TestBrowser browser;

    @BeforeEach
    void open() {
        browser = TestBrowser.open(address);
        bed = new LiveBed(database, feed);
    }

    @AfterEach
    void close() {
        bed.close();
        browser.close();
    }
}
