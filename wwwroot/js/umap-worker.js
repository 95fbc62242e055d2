// Lays points out beside the page, which stays lively meanwhile. It is told { values, width, start, labels, classes } once, then
// { place } for one more point at a time.
import { Layout, rowsOf, sameClass } from './umap.js';

let layout;

onmessage = ({ data }) => {
  if (data.place) {
    postMessage({ placed: layout.place(Array.from(data.place)) });
    return;
  }
  layout = new Layout(rowsOf(data.values, data.width), rowsOf(data.start, 2));
  let told = 0;
  while (layout.step()) {
    if (layout.progress - told < 0.02) continue;
    told = layout.progress;
    postMessage({ progress: told });
  }
  const { places } = layout;
  postMessage({ places: Float32Array.from(places.flat()), same: sameClass(places, data.labels, data.classes) });
};
