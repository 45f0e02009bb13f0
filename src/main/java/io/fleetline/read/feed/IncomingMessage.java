package io.fleetline.read.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.http.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** A message of a client, put together from its frames. Vert.x would put a replacement character in place of what is no UTF-8. */
final class IncomingMessage {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private boolean isText;

    /** The message cannot be read, and the connection must end. */
    static final class UnreadableMessage extends Exception {
        private static final long serialVersionUID = 1;

        private final Ending ending;

        UnreadableMessage(Ending ending) {
            super(ending.words());
            this.ending = ending;
        }

        Ending ending() {
            return ending;
        }
    }

    /**
     * Takes the next frame of a text or of a binary message.
     *
     * @return the message, empty if it is a binary one; null: more frames follow
     */
    @Nullable String add(WebSocketFrame frame) throws UnreadableMessage {
        isText = frame.isText() || (frame.isContinuation() && isText);
        var part = frame.binaryData().getBytes();
        if (bytes.size() + part.length > LiveRoutes.LONGEST_MESSAGE_BYTES) {
            throw new UnreadableMessage(Ending.TOO_LONG);
        }
        bytes.writeBytes(part);
        return frame.isFinal() ? whole() : null;
    }

    private String whole() throws UnreadableMessage {
        var all = ByteBuffer.wrap(bytes.toByteArray());
        bytes.reset();
        try {
            return isText ? UTF_8.newDecoder().decode(all).toString() : "";
        } catch (CharacterCodingException e) {
            throw new UnreadableMessage(Ending.NO_UTF_8);
        }
    }
}
