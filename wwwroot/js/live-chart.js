// A chart that follows its box, the page's theme and the reader's keys until it is disposed.
import * as echarts from '../lib/echarts/echarts.esm.min.js';
import { onChange } from './theme.js';

/**
 * @param {HTMLElement} element an empty, focusable box of fixed height
 * @param {object} options of ECharts
 * @param {{ paint: (chart) => void, walk: (event: KeyboardEvent) => void }} reader
 *   paint sets the colours, at once and whenever the theme changes; walk hears the keys
 */
export function openChart(element, options, { paint, walk }) {
  const chart = echarts.init(element);
  chart.setOption(options);
  paint(chart);

  const undo = new AbortController();
  const resize = new ResizeObserver(() => chart.resize());
  resize.observe(element);
  const stopTheme = onChange(() => paint(chart));
  element.addEventListener('keydown', walk, { signal: undo.signal });
  element.addEventListener('blur', () => chart.dispatchAction({ type: 'hideTip' }), { signal: undo.signal });
  return {
    chart,
    dispose() {
      undo.abort();
      resize.disconnect();
      stopTheme();
      chart.dispose();
    },
  };
}
