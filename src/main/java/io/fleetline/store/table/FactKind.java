package io.fleetline.store.table;

import java.util.function.Supplier;

/**
 * A kind of fact, by which a store finds its writer. Each store creates its own table from it, because a table may cache what it has
 * written.
 */
public record FactKind<T>(Supplier<FactTable<T>> table) {}
