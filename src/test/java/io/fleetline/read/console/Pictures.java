package io.fleetline.read.console;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** How much two pictures differ, by the mean colours of small squares: so smoothing of a letter's edge does not count, and a part that moved or is missing does. */
final class Pictures {
    private static final int SQUARE_PX = 8;
    /** Of 255, in any of the three colours. */
    private static final int DIFFERENT_BY = 20;

    private Pictures() {}

    /** The share of squares that differ, from 0 to 1; 1 if the sizes differ. */
    static double difference(byte[] one, byte[] other) {
        BufferedImage a = read(one), b = read(other);
        if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
            return 1;
        }
        int columns = a.getWidth() / SQUARE_PX, squares = columns * (a.getHeight() / SQUARE_PX);
        var different = IntStream.range(0, squares)
                .filter(square -> isDifferent(a, b, square % columns * SQUARE_PX, square / columns * SQUARE_PX))
                .count();
        return (double) different / squares;
    }

    private static boolean isDifferent(BufferedImage a, BufferedImage b, int x, int y) {
        return IntStream.of(0, 8, 16)
                .anyMatch(shift -> Math.abs(mean(a, x, y, shift) - mean(b, x, y, shift)) > DIFFERENT_BY);
    }

    private static double mean(BufferedImage image, int x, int y, int shift) {
        return IntStream.range(0, SQUARE_PX * SQUARE_PX)
                .map(pixel -> image.getRGB(x + pixel % SQUARE_PX, y + pixel / SQUARE_PX) >> shift & 0xff)
                .average()
                .orElseThrow();
    }

    private static BufferedImage read(byte[] png) {
        try {
            return ImageIO.read(new ByteArrayInputStream(png));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
