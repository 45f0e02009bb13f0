/** The database: its URL, transactions, parameters, the formats of texts and times, and the classification of its errors. */
@NullMarked
package io.fleetline.database;

import org.jspecify.annotations.NullMarked;
