/** The tables of facts: how each kind is inserted, replaced and post-processed. Used only by the writers. */
@NullMarked
package io.fleetline.store.table;

import org.jspecify.annotations.NullMarked;
