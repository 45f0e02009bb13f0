// @ts-check
/**
 * The pages, in the order of the navigation. A page is a module with `show(root, context)`, which fills `root` and may return
 * a function that ends what it has started. docs/console.md says how to add one.
 */
export const PAGES = [
  { name: "map", icon: "map", load: () => import("./pages/map.js") },
  { name: "trips", icon: "route", load: () => import("./pages/trips.js") },
  { name: "analytics", icon: "chart", load: () => import("./pages/analytics.js") },
  { name: "pipeline", icon: "pulse", load: () => import("./pages/pipeline.js") },
  { name: "about", icon: "info", load: () => import("./pages/about.js") },
];
