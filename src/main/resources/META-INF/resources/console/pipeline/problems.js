// @ts-check
/**
 * What is wrong, in the order in which to look at it, the worst first. Whether something is wrong is what the service says: `state` is good, warn, bad or unknown.
 * Each problem has a text (`pipeline.problem.…`), what to do (`pipeline.do.…`), a section of docs/OPERATIONS.md, and sometimes a command.
 */

/**
 * The answer of `GET /health/pipeline`, as docs/openapi.yaml describes it.
 *
 * @typedef {{ state: string, list: any[] }} Listed
 * @typedef {{ state: string, counted: number, are_more: boolean, reasons: any[] }} DeadLetters
 * @typedef {{ state: string, is_on: boolean, newest_tick_at: string | null, has_ticker: boolean | null, listeners: number | null, consumers: any[] }} ChangeLog
 * @typedef {{ state: string, pollers: any[], locks: string[], sessions: { name: string, sessions: number }[], max_sessions: number }} Processes
 * @typedef {{ name: string, bytes: number, chunks: number, since: string }} TableSize
 * @typedef {{ state: string, size_bytes: number, bytes_per_day: number | null, of_days: number | null, overdue_chunks: number, failed_jobs: number, tables: TableSize[] }} Storage
 * @typedef {{ state: string, as_of: string, endpoints: Listed, accounts: Listed, fixes: any, dead_letters: DeadLetters, change_log: ChangeLog, processes: Processes,
 *   storage: Storage, backup: any, drill: any }} Status
 *
 * @typedef {{ state: "warn" | "bad", name: string, values: Record<string, string | number>, section: string, command?: string }} Problem
 */

/** The sections of docs/OPERATIONS.md, as its anchors. A test compares them. */
export const SECTIONS = {
  vendor: "the-vendor-is-down", stale: "readings-are-stale", trips: "no-trips-on-the-dashboard", disk: "the-disk-is-full", backup: "the-backup-failed",
  job: "a-job-of-the-database-fails", log: "the-change-log-stands-still", dead: "dead-letters-pile-up",
};

/** What to type on the machine of the service. A test compares them with the command line. */
export const COMMANDS = {
  changes: "scripts/fleetline changes status",
  replay: "scripts/fleetline replay-dead-letters --dry-run",
  ingest: "docker compose logs --tail 50 ingest_worker",
  backup: "docker compose exec db_backup backup/backup",
  drill: "docker compose exec -e RESTORE_DATABASE_URL db_backup backup/drill",
  jobs: "SELECT * FROM timescaledb_information.job_errors ORDER BY start_time DESC LIMIT 5",
};

/** The replay of the dead letters of one reason, which a shell must not read. @param {string} reason */
export const replayOf = (reason) => `${COMMANDS.replay} --reason '${reason.replaceAll("'", "'\\''")}'`;

/** @param {Status} status of `GET /health/pipeline` @returns {Problem[]} */
export function problems(status) {
  const all = [ofProcesses, ofAccounts, ofEndpoints, ofFixes, ofDeadLetters, ofChangeLog, ofBackup, ofStorage].flatMap((of) => of(status));
  return all.sort((a, b) => Number(b.state === "bad") - Number(a.state === "bad"));
}

/** @param {{ state: any }} part @param {string} name @param {Record<string, any>} values @param {string} section @param {string} [command] @returns {Problem} */
const problem = ({ state }, name, values, section, command) => ({ state, name, values, section, command });

/** @param {{ state: string }} part */
const isWrong = ({ state }) => state === "warn" || state === "bad";

/** @param {Status} status */
function ofProcesses({ processes }) {
  return isWrong(processes) ? [problem(processes, "nobody", {}, SECTIONS.stale, COMMANDS.ingest)] : [];
}

/** Accounts with the same trouble are told together. All of them at once: then it is the vendor, or the way to it. @param {Status} status */
function ofAccounts({ accounts }) {
  const wrong = accounts.list.filter(isWrong);
  const isVendor = wrong.length > 1 && wrong.length === accounts.list.length && wrong.every((account) => account.failing.length > 0);
  if (isVendor) return [problem(wrong[0], "vendor", { error: wrong[0].last_error ?? "–", count: wrong.length }, SECTIONS.vendor, COMMANDS.ingest)];
  const alike = Map.groupBy(wrong, ({ failing, behind, last_error }) => [failing, behind, last_error].join(" "));
  return [...alike.values()].map((group) => {
    const [{ failing, behind, last_error }] = group;
    const values = { account: group.map(({ account }) => account).join(", "), endpoints: [...new Set([...failing, ...behind])].join(", "), error: last_error ?? "–" };
    return problem(group[0], failing.length > 0 ? "account" : "behind", values, SECTIONS.vendor, COMMANDS.ingest);
  });
}

/** Polls fail by account, which is told already. @param {Status} status */
function ofEndpoints({ endpoints, accounts }) {
  const told = accounts.list.flatMap(({ failing, behind }) => [...failing, ...behind]);
  return endpoints.list.filter((one) => isWrong(one) && !told.includes(one.endpoint)).map((one) => {
    const section = one.endpoint === "reporting.v_trips" ? SECTIONS.trips : one.source === "poll" ? SECTIONS.vendor : SECTIONS.stale;
    const values = { endpoint: one.endpoint, error: one.last_error ?? "–", age_s: one.age_s ?? 0, every_s: one.expected_every_s ?? 0 };
    return problem(one, one.status === "never" ? "never" : one.source, values, section);
  });
}

/** @param {Status} status */
function ofFixes({ fixes }) {
  return isWrong(fixes) ? [problem(fixes, "fixes", { age_s: fixes.age_s }, SECTIONS.stale)] : [];
}

/** @param {Status} status */
function ofDeadLetters({ dead_letters }) {
  return dead_letters.reasons.filter(isWrong).map((one) => {
    const values = { reason: one.reason, path: one.path ?? one.source, count: one.count_1h, day: one.count_24h };
    return problem(one, one.reason === "mapper failed" ? "mapper" : "letters", values, SECTIONS.dead, replayOf(one.reason));
  });
}

/** @param {Status} status */
function ofChangeLog({ change_log }) {
  const wrong = change_log.consumers.filter(isWrong).map((one) => {
    const name = one.failures > 0 ? "consumer" : one.state === "bad" ? "lag" : one.is_of_this_epoch ? "left" : "anew";
    const values = { name: one.name, error: one.last_error ?? "–", lag_s: one.lag_s, count: one.dead_letters };
    return problem(one, name, values, SECTIONS.log, COMMANDS.changes);
  });
  if (change_log.is_on && change_log.has_ticker === false) wrong.unshift(problem(change_log, "ticker", {}, SECTIONS.log, COMMANDS.changes));
  else if (change_log.is_on && change_log.listeners === 0) wrong.unshift(problem({ state: "warn" }, "listener", {}, SECTIONS.log, COMMANDS.changes));
  return wrong;
}

/** @param {Status} status */
function ofBackup({ backup, as_of }) {
  const age_s = backup.last_success_at ? (Date.parse(as_of) - Date.parse(backup.last_success_at)) / 1000 : null;
  if (!isWrong(backup)) return [];
  return [problem(backup, backup.last_outcome === "ok" ? "backup" : "backup_failed", { age_s: age_s ?? 0, error: backup.detail ?? "–" }, SECTIONS.backup, COMMANDS.backup)];
}

/** @param {Status} status */
function ofStorage({ storage }) {
  return [
    ...(storage.overdue_chunks > 0 ? [problem(storage, "chunks", { count: storage.overdue_chunks }, SECTIONS.job)] : []),
    ...(storage.failed_jobs > 0 ? [problem(storage, "jobs", { count: storage.failed_jobs }, SECTIONS.job, COMMANDS.jobs)] : []),
  ];
}
