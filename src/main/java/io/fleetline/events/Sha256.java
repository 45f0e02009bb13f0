package io.fleetline.events;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash by which payloads are compared and ids are made. */
final class Sha256 {
    private Sha256() {}

    /** 32 bytes. */
    static byte[] of(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
