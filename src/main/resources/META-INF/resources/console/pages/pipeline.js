// @ts-check
/** The state of the pipeline: the first page in an incident. It shows what the service says, and changes nothing: commands are copied and typed on the machine. */
import { el, fill } from "../lib/dom.js";
import { json, Problem } from "../lib/session.js";
import { empty, reason, waiting } from "../lib/states.js";
import { clock, t } from "../lib/texts.js";
import { smallCards } from "../pipeline/cards.js";
import { headline } from "../pipeline/headline.js";
import { loadManual } from "../pipeline/manual.js";
import { patch } from "../pipeline/patch.js";
import { problemCards } from "../pipeline/problem-cards.js";
import { problems } from "../pipeline/problems.js";
import { tables } from "../pipeline/tables.js";

const EVERY_MS = 5_000, COPIED_FOR_MS = 2_000;
const FORBIDDEN = 403;

/** @param {HTMLElement} root */
export function show(root) {
  return new PipelinePage(root).end;
}

class PipelinePage {
  /** @type {any} */ #status = null;
  /** @type {unknown} */ #trouble = null;
  /** @type {string | null} when the service was first silent */ #awaySince = null;
  #request = new AbortController();

  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.content = el("div.pipeline", {}, waiting(8));
    this.said = el("p.unseen", { role: "status", "aria-live": "polite" });
    fill(root, this.content, this.said);
    root.addEventListener("click", (event) => this.#copy(/** @type {HTMLElement} */ (event.target)));
    this.timer = setInterval(this.#visible, EVERY_MS);
    document.addEventListener("visibilitychange", this.#visible);
    loadManual().then(() => this.#refresh());
  }

  end = () => {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.#visible);
    this.#request.abort();
  };

  #visible = () => { if (!document.hidden) this.#refresh(); };

  /** A slow answer is not overtaken by the next question, which would be as slow. */
  async #refresh() {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      this.#status = await json("health/pipeline", {}, { signal: AbortSignal.any([this.#request.signal, AbortSignal.timeout(2 * EVERY_MS)]) });
      this.#trouble = this.#awaySince = null;
    } catch (error) {
      if (this.#request.signal.aborted) return;
      this.#trouble = error instanceof Problem ? error : new Problem(0, "");
      this.#awaySince ??= clock(Date.now());
    } finally {
      this.isAsking = false;
    }
    this.#show();
  }

  #show() {
    const isForbidden = this.#trouble instanceof Problem && this.#trouble.status === FORBIDDEN;
    if (isForbidden) fill(this.content, empty(t("pipeline.restricted"), t("pipeline.restricted.about")));
    else patch(this.content, this.#page());
    if (isForbidden) this.end();
  }

  #page() {
    const found = this.#status ? problems(this.#status) : [];
    const away = this.#trouble ? { since: this.#awaySince ?? "", why: reason(this.#trouble) } : null;
    const top = headline(this.#status, found, away);
    return el("div.pipeline", { class: `pipeline${away ? " is-stale" : ""}` },
        el("div.page-head", {}, el("h1", {}, t("page.pipeline")), el("span.soft", {}, this.#status && t("pipeline.as_of", { time: clock(this.#status.as_of) }))),
        top, this.#status && [problemCards(found), smallCards(this.#status), tables(this.#status)], el("p.soft.small", {}, t("pipeline.reads")));
  }

  /** Where the browser does not let a page copy, such as over plain HTTP, the command is marked for the reader. @param {HTMLElement} target */
  async #copy(target) {
    const button = target.closest("[data-copy]");
    const command = button?.getAttribute("data-copy");
    if (!button || !command) return;
    const isCopied = (await navigator.clipboard?.writeText(command).then(() => true, () => false)) ?? false;
    if (!isCopied && button.previousSibling) getSelection()?.selectAllChildren(button.previousSibling);
    fill(this.said, t(isCopied ? "pipeline.copied" : "pipeline.not_copied"));
    button.classList.toggle("copied", isCopied);
    setTimeout(() => button.classList.remove("copied"), COPIED_FOR_MS);
  }
}
