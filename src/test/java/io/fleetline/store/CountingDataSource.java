package io.fleetline.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Counts the statements that go through it. */
public final class CountingDataSource {

    public final AtomicInteger statements = new AtomicInteger();
    public final DataSource counted;

    public CountingDataSource(DataSource real) {
        this.counted = wrapped(DataSource.class, real);
    }

    private <T> T wrapped(Class<T> type, T real) {
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    if (method.getName().startsWith("execute")) {
                        statements.incrementAndGet();
                    }
                    try {
                        return switch (method.invoke(real, args)) {
                            case PreparedStatement statement
                            when !method.getName().equals("unwrap") -> wrapped(PreparedStatement.class, statement);
                            case Connection connection
                            when !method.getName().equals("unwrap") -> wrapped(Connection.class, connection);
                            case null -> null;
                            case Object other -> other;
                        };
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
