// A chart that follows its box, the page's theme and size of type and the reader's keys until it is disposed. It is drawn while it
// can be seen.
import { init } from '../lib/echarts/echarts.min.js';
import { onChange } from './theme.js';

const DRAW_EVERY_MS = 400;

/**
 * @param {HTMLElement} element an empty, focusable box of fixed height
 * @param {object} options of ECharts
 * @param {{ paint: (chart) => void, drawn: () => object, walk: (event: KeyboardEvent) => void }} reader
 *   paint sets the colours, at once and whenever the theme changes; drawn says what is to be drawn now; walk hears the keys
 */
export function openChart(element, options, { paint, drawn, walk }) {
  const chart = init(element);
  chart.getZr().setSleepAfterStill(1); // it asks for ten more frames after each drawing, and each costs the whole page a look
  chart.setOption(options);
  paint(chart);

  const undo = new AbortController();
  const drawing = new Drawing(element, () => chart.setOption(drawn()));
  const resize = new ResizeObserver(() => chart.resize());
  resize.observe(element);
  const stopTheme = onChange(() => paint(chart));
  element.addEventListener('keydown', walk, { signal: undo.signal });
  element.addEventListener('blur', () => chart.dispatchAction({ type: 'hideTip' }), { signal: undo.signal });
  return {
    chart,
    /** What is to be drawn has changed. Changes that come together are drawn together, a few times a second at most. */
    update: () => drawing.ask(),
    dispose() {
      undo.abort();
      drawing.stop();
      resize.disconnect();
      stopTheme();
      chart.dispose();
    },
  };
}

class Drawing {
  #draw;
  #seen;
  #isSeen = true;
  #asked = false;
  #timer = 0;
  #frame = 0;
  #drawnAt = -Infinity;

  constructor(element, draw) {
    this.#draw = draw;
    this.#seen = new IntersectionObserver(entries => {
      this.#isSeen = entries.at(-1).isIntersecting;
      if (this.#asked) this.ask();
    }, { rootMargin: '100px' });
    this.#seen.observe(element);
  }

  ask() {
    this.#asked = true;
    if (this.#timer || this.#frame || !this.#isSeen) return;
    this.#timer = setTimeout(() => {
      this.#timer = 0;
      this.#frame = requestAnimationFrame(() => this.#now()); // none comes in a tab that is hidden
    }, Math.max(0, this.#drawnAt + DRAW_EVERY_MS - performance.now()));
  }

  stop() {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#seen.disconnect();
  }

  #now() {
    this.#frame = 0;
    if (!this.#isSeen) return;
    this.#asked = false;
    this.#drawnAt = performance.now();
    this.#draw();
  }
}
