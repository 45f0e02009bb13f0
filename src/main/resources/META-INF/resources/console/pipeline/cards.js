// @ts-check
/** The parts that are a few figures each. */
import { el } from "../lib/dom.js";
import { duration, number, t, time } from "../lib/texts.js";
import { ago, card, copyable, facts, size } from "./parts.js";
import { COMMANDS } from "./problems.js";

/** @param {import("./problems.js").Status} status */
export function smallCards(status) {
  return el("div.grid", { "data-key": "small" }, fixes(status), processes(status), storage(status), backup(status));
}

/** @param {import("./problems.js").Status} status */
function fixes({ fixes }) {
  return card("fixes", fixes.state,
      el("p.figure", {}, duration(fixes.age_s), el("small", {}, ` ${t("pipeline.fixes.age")}`)),
      facts([[t("pipeline.fixes.reporting"), t("pipeline.of", { part: number(fixes.reporting), whole: number(fixes.vehicles) })]]));
}

/** @param {import("./problems.js").Status} status */
function processes({ processes, change_log, as_of }) {
  const sessions = processes.sessions.reduce((sum, one) => sum + one.sessions, 0);
  const pollers = processes.pollers.map((one) => el("span.line", { "data-key": one.process },
      el("code", {}, one.process), " ", t("pipeline.leases", { count: number(one.leases) }), ", ", ago(one.seen_at, as_of)));
  return card("processes", processes.state, facts([
    [t("pipeline.pollers"), pollers.length ? pollers : t("pipeline.none")],
    [t("pipeline.ticker"), yes(change_log.has_ticker)],
    [t("pipeline.listeners"), number(change_log.listeners)],
    [t("pipeline.locks"), processes.locks.join(", ") || t("pipeline.none")],
    [t("pipeline.sessions"), t("pipeline.of", { part: number(sessions), whole: number(processes.max_sessions) })],
  ]));
}

/** @param {boolean | null} value */
const yes = (value) => t(value === null ? "unknown" : value ? "pipeline.yes" : "pipeline.no");

/** @param {import("./problems.js").Status} status */
function storage({ storage }) {
  const largest = Math.max(1, ...storage.tables.map((one) => one.bytes));
  return card("storage", storage.state,
      el("p.figure", {}, size(storage.size_bytes), el("small", {}, ` ${growth(storage)}`)),
      el("ul.sizes", {}, storage.tables.slice(0, 5).map((one) => el("li", { "data-key": one.name },
          el("span", {}, one.name), el("span.number", {}, size(one.bytes)), el("progress", { max: largest, value: one.bytes, "aria-hidden": "true" })))),
      el("p.soft.small", {}, t("pipeline.storage.disk")));
}

/** @param {import("./problems.js").Status["storage"]} storage */
function growth({ bytes_per_day, of_days }) {
  return bytes_per_day === null ? t("pipeline.growth.unknown") : t("pipeline.growth", { size: size(bytes_per_day), days: number(of_days) });
}

/** A drill leaves no trace in the database, and backups only those of the sidecar: then the card says where to look. @param {import("./problems.js").Status} status */
function backup({ backup, drill, as_of }) {
  return card("backup", backup.state,
      el("p.figure", {}, backup.last_success_at ? ago(backup.last_success_at, as_of) : t("unknown")),
      facts([
        [t("pipeline.backup.try"), backup.last_try_at ? `${time(backup.last_try_at)}: ${t(`pipeline.backup.${backup.last_outcome}`)}` : t("unknown")],
        [t("pipeline.backup.size"), size(backup.bytes)],
        [t("pipeline.drill"), drill.last_at ? ago(drill.last_at, as_of) : t("unknown")],
      ]),
      !backup.last_try_at && el("p.soft.small", {}, t("pipeline.backup.unknown")),
      el("p.soft.small", {}, t("pipeline.drill.unknown")), copyable(COMMANDS.drill));
}
