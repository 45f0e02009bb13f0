package io.fleetline.tracksolid;

import io.fleetline.wire.Quantity;
import io.fleetline.wire.UnusableException;

/** An account of jimi.user.child.list. */
final class ChildAccountRow {
    private ChildAccountRow() {}

    static ChildAccount childAccount(Wire row) {
        var account = row.text("account");
        if (account == null) {
            throw new UnusableException("no account");
        }
        return new ChildAccount(account, row.text("name"), row.integer(Quantity.CODE, "type"), row.flag("enabledFlag"));
    }
}
