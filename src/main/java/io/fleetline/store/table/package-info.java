/** The tables of facts: how each kind is inserted, replaced and followed up. Used by the writers only. */
@NullMarked
package io.fleetline.store.table;

import org.jspecify.annotations.NullMarked;
