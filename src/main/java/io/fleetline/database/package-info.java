/** The database: its address, transactions, parameters, texts and times as it keeps them, and what an error of it means. */
@NullMarked
package io.fleetline.database;

import org.jspecify.annotations.NullMarked;
