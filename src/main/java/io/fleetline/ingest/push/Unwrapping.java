package io.fleetline.ingest.push;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import io.fleetline.ingest.push.form.Encodings;
import io.fleetline.ingest.push.form.Form;
import io.fleetline.ingest.push.form.FormField;
import io.fleetline.ingest.push.form.Multipart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Unwraps a request: the query, and a form, a multipart body or JSON with token and items in any order, a bare array of items, or a bare
 * item. The first character decides what the body is, because senders are careless with Content-Type. Every part ends as
 * items or as a dead letter.
 */
final class Unwrapping {
    static final String UNKNOWN_FIELD = "unknown field";
    static final String NOT_UNDERSTOOD = "not understood";
    /** Fields of a wrapper that carry no data about a device, by canonical name. */
    static final Set<String> WRAPPER_ONLY = Set.of(WebhookToken.NAME, "msgtype");

    private static final Set<String> DEVICE = Set.of("deviceimei", "imei");

    private final Set<String> listNames;
    private final WebhookToken token;
    private final Sorting<?> sorting;

    /** @param listName the field that holds the items, also under its name in the hub's pushes */
    Unwrapping(String listName, WebhookToken token, Sorting<?> sorting) {
        this.listNames = Stream.of(FormField.plain(listName), "datalist").collect(toUnmodifiableSet());
        this.token = token;
        this.sorting = sorting;
    }

    /** @throws RefusedException if there is no right token */
    void unwrap(Incoming incoming) throws IOException {
        var query = Form.ofQuery(incoming.query());
        var charset = incoming.charset();
        var wide = Encodings.isWide(incoming.body(), charset);
        var body = wide ? Encodings.utf8(incoming.body(), charset) : incoming.body();
        switch (Encodings.firstCharacter(body)) {
            case '[', '{', '"' -> json(wide ? body : Encodings.utf8(body, charset), query);
            default -> {
                if (Multipart.is(incoming.contentType())) {
                    multipart(body, String.valueOf(incoming.contentType()), query);
                } else {
                    form(query, Form.fields(body, wide ? null : charset));
                }
            }
        }
    }

    private void json(byte[] body, List<FormField> query) throws IOException {
        if (tokens(query).stream().noneMatch(token::accepts)
                && token.isAskedFor()
                && !JsonWrapper.hasRight(token, body)) {
            throw new RefusedException(PushReply.WRONG_TOKEN);
        }
        new JsonWrapper(listNames, sorting).unwrap(body);
        lists(query, false);
    }

    private void multipart(byte[] body, String contentType, List<FormField> query) throws IOException {
        var parts = Multipart.fields(body, contentType);
        if (parts == null) {
            token.check(tokens(query));
            sorting.keepUnreadable("unreadable multipart", new String(Encodings.utf8(body, null), UTF_8));
            lists(query, false);
        } else {
            form(query, parts);
        }
    }

    private void form(List<FormField> query, List<FormField> body) throws IOException {
        var fields = Stream.concat(query.stream(), body.stream()).toList();
        token.check(tokens(fields));
        lists(fields, true);
    }

    /** All tokens in these fields, right or wrong. */
    static List<String> tokens(List<FormField> fields) {
        return fields.stream()
                .filter(field -> field.isNamed(WebhookToken.NAME))
                .map(FormField::text)
                .toList();
    }

    /** @param mayBeItem whether fields without a list may be an item themselves, or hold items under another name */
    private void lists(List<FormField> fields, boolean mayBeItem) throws IOException {
        var lists = new ArrayList<FormField>();
        var others = new ArrayList<FormField>();
        for (var field : fields) {
            var name = FormField.plain(field.name());
            if (listNames.contains(name)) {
                lists.add(field);
            } else if (!WRAPPER_ONLY.contains(name)) {
                others.add(field);
            }
        }
        if (lists.isEmpty() && mayBeItem) {
            withoutList(others);
        } else {
            for (var list : lists) {
                sorting.sort(list.value());
            }
            keep(UNKNOWN_FIELD, others);
        }
    }

    private void withoutList(List<FormField> fields) throws IOException {
        if (fields.stream().anyMatch(field -> DEVICE.contains(FormField.plain(field.name())))) {
            item(fields);
            return;
        }
        var unread = new ArrayList<FormField>();
        for (var field : fields) {
            if (field.holdsJson()) {
                sorting.sort(field.value());
            } else {
                unread.add(field);
            }
        }
        keep(unread.size() == fields.size() ? NOT_UNDERSTOOD : UNKNOWN_FIELD, unread);
    }

    /** Builds one item from the fields, except those that hold items themselves, and those whose name is a damaged list name. */
    private void item(List<FormField> fields) throws IOException {
        var own = new ArrayList<FormField>();
        var unread = new ArrayList<FormField>();
        for (var field : fields) {
            if (field.holdsDevices()) {
                sorting.sort(field.value());
            } else {
                (field.hasUsualName() ? own : unread).add(field);
            }
        }
        sorting.sort(Json.object(own));
        keep(UNKNOWN_FIELD, unread);
    }

    private void keep(String reason, List<FormField> fields) {
        if (!fields.isEmpty()) {
            sorting.keepUnreadable(
                    reason, fields.stream().map(field -> field.raw().get()).collect(joining("&")));
        }
    }
}
