import { colored, frame, frameColours, line } from '../../js/chart-style.js';
import { openChart } from '../../js/live-chart.js';
import { colour } from '../../js/theme.js';
import { decimate, PREVIOUS_POINTS } from '../../js/loss-series.js';

/**
 * A loss chart. It is made once and then only given points, so that what the reader zoomed into stays.
 * @param {HTMLElement} element an empty, focusable box of fixed height
 * @param {{ epoch: string, loss: string, batches: string, epochs: string, validation: string, previous: string, lost: string,
 *   culture: string }} words
 */
export function create(element, words) {
  return new LossChart(element, words);
}

class LossChart {
  #element;
  #words;
  #live;
  #chart;
  #pointed = -1;
  #named = { batches: true, epochs: true };

  constructor(element, words) {
    this.#element = element;
    this.#words = words;
    this.#live = openChart(element, this.#frame(), { paint: chart => this.#paint(chart), walk: event => this.#walk(event) });
    this.#chart = this.#live.chart;
  }

  /** Before another run is drawn. */
  clear() {
    this.#pointed = -1;
    this.#count([], []);
    this.#name({ validation: false, previous: false });
    this.#chart.setOption({
      series: [{ data: [] }, { data: [] }, { data: [] }, { data: [] }],
      xAxis: { max: null },
    });
    this.#chart.dispatchAction({ type: 'dataZoom', start: 0, end: 100 });
  }

  setLog(log) {
    this.#chart.setOption({ yAxis: { type: log ? 'log' : 'value', min: log ? null : 0 } });
  }

  dispose() {
    this.#live.dispose();
  }

  /** Draws a run as it is so far; what the reader zoomed into stays. */
  draw({ series, connected }) {
    const lost = !connected && !series.endedAs;
    this.#name({ validation: series.validation.length > 0 });
    this.#chart.setOption({
      title: { show: lost },
      xAxis: { max: series.plannedEpochs || null },
      series: [{}, { data: series.batches }, { data: series.epochs }, { data: series.validation }],
    });
    this.#count(series.batches, series.epochs);
  }

  /** Draws the run before, pale behind. */
  drawPrevious({ series }) {
    this.#chart.setOption({ series: [{ data: decimate(series.batches, PREVIOUS_POINTS) }] });
    this.#name({ previous: !series.isEmpty });
  }

  /** The legend has what is there to see. */
  #name(shown) {
    Object.assign(this.#named, shown);
    const names = ['batches', 'epochs', 'validation', 'previous'].filter(name => this.#named[name]);
    this.#chart.setOption({ legend: { data: names.map(name => this.#words[name]) } });
  }

  /** What is on the chart, for the arrow keys and for whoever checks it from outside: a canvas itself tells nothing. */
  #count(batches, epochs) {
    this.#element.dataset.points = batches.length + epochs.length;
    this.#element.dataset.epochs = epochs.length;
  }

  /** Left and right arrow read the chart epoch by epoch, as the mouse does. */
  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const count = Number(this.#element.dataset.epochs ?? 0);
    if (!step || count === 0) return;
    event.preventDefault();
    event.stopPropagation();
    this.#pointed = Math.min(Math.max(this.#pointed + step, 0), count - 1);
    this.#chart.dispatchAction({ type: 'showTip', seriesIndex: 2, dataIndex: this.#pointed });
  }

  #frame() {
    const words = this.#words;
    return {
      ...frame(words),
      legend: { top: 4, left: 48, itemWidth: 18, itemHeight: 3, icon: 'roundRect', data: [words.batches, words.epochs] },
      series: [
        { ...line, name: words.previous, lineStyle: { width: 2 }, z: 1, silent: true, data: [] },
        { ...line, name: words.batches, lineStyle: { width: 1 }, z: 2, data: [] },
        { ...line, name: words.epochs, showSymbol: true, symbol: 'circle', symbolSize: 6, lineStyle: { width: 2.5 }, z: 3, data: [] },
        {
          ...line, name: words.validation, showSymbol: true, symbol: 'diamond', symbolSize: 7,
          lineStyle: { width: 2, type: 'dashed' }, z: 3, data: [],
        },
      ],
    };
  }

  #paint(chart) {
    const [quiet, accent, held] = ['--ink-soft', '--accent', '--diverging-high'].map(colour);
    chart.setOption({
      ...frameColours(this.#element),
      series: [colored(quiet, 0.35), colored(accent, 0.4), colored(accent, 1), colored(held, 1)],
    });
  }
}
