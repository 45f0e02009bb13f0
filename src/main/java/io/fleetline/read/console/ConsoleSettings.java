package io.fleetline.read.console;

import java.time.ZoneId;

/**
 * What the console is told before it has a token.
 *
 * @param tileUrl of map tiles, with {@code {z}}, {@code {x}} and {@code {y}}; empty: the built-in outline only
 * @param tileAttribution what the provider of the tiles wants to be shown, as text; empty: nothing
 * @param zone the fleet's time zone
 */
public record ConsoleSettings(String tileUrl, String tileAttribution, ZoneId zone) {}
