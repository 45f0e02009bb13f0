package io.fleetline.store.table;

import java.util.function.Supplier;

/**
 * A kind of fact, under which a store has its writer. Each store makes a table of its own from it, because a table may remember what it has
 * written.
 */
public record FactKind<T>(Supplier<FactTable<T>> table) {}
