// @ts-check
/** uPlot, which only pages with a chart load, once. */

/** @type {Promise<any> | null} */
let loading = null;

/** @returns {Promise<any>} its constructor, `uPlot` */
export function plots() {
  loading ??= load().catch((error) => { loading = null; throw error; });
  return loading;
}

async function load() {
  await Promise.all([
    loaded("link", { rel: "stylesheet", href: new URL("../libraries/uplot/uPlot.min.css", import.meta.url).href }),
    loaded("script", { src: new URL("../libraries/uplot/uPlot.iife.min.js", import.meta.url).href }),
  ]);
  return /** @type {any} */ (globalThis).uPlot;
}

/** @param {"link" | "script"} tag @param {Record<string, string>} properties */
function loaded(tag, properties) {
  const element = Object.assign(document.createElement(tag), properties);
  return new Promise((resolve, reject) => {
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => { element.remove(); reject(new Error(`${properties.src ?? properties.href} cannot be loaded.`)); });
    document.head.append(element);
  });
}
