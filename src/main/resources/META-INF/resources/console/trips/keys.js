// @ts-check
/** The keys of the playback, wherever the reader is on the page: space plays, the arrows to the left and right move, escape closes the trip. */

/** With shift the step is so much longer. */
const LONGER = 6;

/** @param {import("./playback.js").Playback} playback @param {() => void} toggle @param {() => void} close @returns {() => void} removes them */
export function keys(playback, toggle, close) {
  const listener = (/** @type {KeyboardEvent} */ event) => {
    const target = /** @type {Element} */ (event.target);
    if (event.ctrlKey || event.altKey || event.metaKey || target.closest("select, dialog, input:not([type=range])")) return;
    // Space presses a button that has the focus; the row that is chosen already has nothing else to do.
    if (event.key === " " && !target.closest("button:not(.chosen button), a, summary")) toggle();
    else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && !target.closest(".map")) playback.seek(playback.timeMs + step(playback, event));
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", listener);
  return () => document.removeEventListener("keydown", listener);
}

/** A hundredth of what is played, at least a second. @param {import("./playback.js").Playback} playback @param {KeyboardEvent} event */
function step({ fromMs, toMs }, { key, shiftKey }) {
  return (key === "ArrowLeft" ? -1 : 1) * Math.max(1_000, (toMs - fromMs) / 100) * (shiftKey ? LONGER : 1);
}
