// @ts-check
/** The parts that are lists: accounts, endpoints, dead letters, consumers of the change log. */
import { el } from "../lib/dom.js";
import { duration, number, t } from "../lib/texts.js";
import { ago, card, copyable, table, tag } from "./parts.js";
import { replayOf } from "./problems.js";

/** @param {import("./problems.js").Status} status */
export function tables(status) {
  return el("div.tables", { "data-key": "tables" }, accounts(status), endpoints(status), deadLetters(status), changeLog(status));
}

/** @param {string | null} error @param {string | null} at @param {string} asOf */
function errorCell(error, at, asOf) {
  return error ? [el("span.error", {}, error), at && el("span.soft.small", {}, " ", ago(at, asOf))] : el("span.soft", {}, "–");
}

/** @param {import("./problems.js").Status} status */
function accounts({ accounts, as_of }) {
  const rows = accounts.list.map((one) => ({ key: one.account, cells: [
    one.account, tag(one.state), ago(one.last_success, as_of), number(one.failing.length), number(one.behind.length), errorCell(one.last_error, one.last_error_at, as_of)] }));
  return card("accounts", accounts.state, rows.length
    ? table(t("pipeline.accounts"), [["account"], ["state"], ["success"], ["failing", true], ["behind", true], ["error"]], rows)
    : el("p.soft", {}, t("pipeline.accounts.none")));
}

/** Those that have never run, and need not, are named in one line. @param {import("./problems.js").Status} status */
function endpoints({ endpoints, as_of }) {
  const isUnused = (/** @type {{ state: string }} */ one) => one.state === "unknown";
  const rows = endpoints.list.filter((one) => !isUnused(one)).map((one) => ({ key: one.endpoint, cells: [
    one.endpoint, tag(one.state, t(`pipeline.status.${one.status}`)), one.last_success ? ago(one.last_success, as_of) : t("pipeline.status.never"),
    one.expected_every_s ? duration(one.expected_every_s) : "–", number(one.runs_24h), number(one.rows_24h), number(one.failures_24h),
    errorCell(one.last_error, one.last_error_at, as_of)] }));
  const unused = endpoints.list.filter(isUnused).map((one) => one.endpoint);
  return card("endpoints", endpoints.state,
      table(t("pipeline.endpoints"), [["endpoint"], ["state"], ["success"], ["every", true], ["runs", true], ["rows", true], ["failures", true], ["error"]], rows),
      unused.length > 0 && el("p.soft.small", {}, t("pipeline.endpoints.unused", { names: unused.join(", ") })));
}

/** @param {import("./problems.js").Status} status */
function deadLetters({ dead_letters, as_of }) {
  const rows = dead_letters.reasons.map((one) => ({ key: `${one.source} ${one.path} ${one.reason}`, cells: [
    one.reason, one.path ?? one.source, tag(one.state), number(one.count_1h), number(one.count_24h), number(one.count), ago(one.last_at, as_of), sample(one)] }));
  return card("letters", dead_letters.state, rows.length
    ? [table(t("pipeline.letters"), [["reason"], ["path"], ["state"], ["hour", true], ["day", true], ["all", true], ["last"], ["sample"]], rows),
      el("p.soft.small", {}, t(dead_letters.are_more ? "pipeline.letters.more" : "pipeline.letters.all", { count: number(dead_letters.counted) }))]
    : el("p.soft", {}, t("pipeline.letters.none")));
}

/** Only pushes are kept whole: what was polled is asked for again. @param {any} one */
function sample({ sample, source, reason }) {
  return el("details", {}, el("summary", {}, t("pipeline.sample", { id: sample.id })), el("code.excerpt", {}, sample.excerpt),
      source === "push" ? copyable(replayOf(reason)) : el("p.soft.small", {}, t("pipeline.letters.polled")));
}

/** @param {import("./problems.js").Status} status */
function changeLog({ change_log, as_of }) {
  if (!change_log.is_on) return card("log", change_log.state, el("p.soft", {}, t("pipeline.log.off")));
  const rows = change_log.consumers.map((one) => ({ key: one.name, cells: [
    one.name, tag(one.state), one.is_of_this_epoch ? t("pipeline.seconds", { count: number(one.lag_s, 1) }) : t("pipeline.anew"),
    number(one.backlog_ticks), number(one.failures), number(one.dead_letters), ago(one.moved_at, as_of), errorCell(one.last_error, one.failing_since, as_of)] }));
  return card("log", change_log.state,
      table(t("pipeline.log"), [["consumer"], ["state"], ["lag", true], ["backlog", true], ["failures_now", true], ["letters", true], ["moved"], ["error"]], rows),
      el("p.soft.small", {}, t("pipeline.log.tick"), " ", ago(change_log.newest_tick_at, as_of)));
}
