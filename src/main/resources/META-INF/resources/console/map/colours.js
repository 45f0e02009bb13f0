// @ts-check
/** The colours of the theme, for what is drawn and not styled. */

const probe = document.createElement("span");
probe.hidden = true;

/** @param {string} name of a custom property, such as `--moving` @returns {string} */
export function colour(name) {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Red, green and blue, 0 to 1. @param {string} name */
export const parts = (name) => (colour(name).match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);

/** Of the statuses, in the order of the binary frames, and of the rim. */
export const statusColours = () => ["--moving", "--idle", "--parked", "--offline", "--card"].map(parts);
