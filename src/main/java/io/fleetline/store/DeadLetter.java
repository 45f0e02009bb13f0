package io.fleetline.store;

import io.fleetline.fleet.Channel;
import io.fleetline.fleet.Rejection;

/**
 * An item that could not be stored, kept whole with the reason.
 *
 * @param path the API method or the webhook path; the table's name if the database refused it
 */
public record DeadLetter(Channel channel, String path, Rejection rejection) {}
