import { colored, frame, frameColours, line } from '../../js/chart-style.js';
import { openChart } from '../../js/live-chart.js';
import { colour } from '../../js/theme.js';
import { follow } from '../../js/run-feed.js';

/**
 * Several runs on one chart. It is made once and then only given points, so that what the reader zoomed into stays.
 * @param {HTMLElement} element an empty, focusable box of fixed height
 * @param {{ epoch: string, loss: string, accuracy: string, lost: string, culture: string }} words
 * @param {{ id: string, name: string, colour: string, dash: string | number[], symbol: string }[]} runs
 */
export function create(element, words, runs) {
  return new CompareChart(element, words, runs);
}

class CompareChart {
  #element;
  #words;
  #runs;
  #live;
  #chart;
  #feeds = [];
  #latest = [];
  #showsAccuracy = false;
  #pointed = -1;

  constructor(element, words, runs) {
    this.#element = element;
    this.#words = words;
    this.#runs = runs;
    this.#live = openChart(element, {
      ...frame(words),
      legend: { top: 4, left: 48, right: 20, type: 'scroll', itemWidth: 32, itemHeight: 8, data: runs.map(run => run.name) },
      series: runs.flatMap(run => [
        // The means of the epochs over every batch, thin and pale: one name, so that the legend, which looks like the first,
        // shows and hides both.
        {
          ...line, name: run.name, lineStyle: { width: 2.5, type: run.dash },
          showSymbol: true, symbol: run.symbol, symbolSize: 8, z: 2, data: [],
        },
        { ...line, name: run.name, lineStyle: { width: 1, type: 'solid' }, z: 1, silent: true, tooltip: { show: false }, data: [] },
      ]),
    }, { paint: chart => this.#paint(chart), walk: event => this.#walk(event) });
    this.#chart = this.#live.chart;
    this.#feeds = runs.map((run, index) => follow(run.id, null, feed => {
      this.#latest[index] = feed;
      this.#draw(index);
    }));
  }

  setLog(log) {
    this.#chart.setOption({ yAxis: { type: log ? 'log' : 'value', min: log ? null : 0 } });
  }

  /** The accuracy on the images held out instead of the loss, or the loss again. */
  showAccuracy(accuracy) {
    this.#showsAccuracy = accuracy;
    this.#chart.setOption({
      yAxis: { name: accuracy ? this.#words.accuracy : this.#words.loss, type: 'value', min: accuracy ? null : 0, scale: accuracy },
    });
    this.#runs.forEach((_, index) => this.#draw(index));
  }

  dispose() {
    for (const feed of this.#feeds) feed.stop();
    this.#live.dispose();
  }

  #draw(index) {
    if (!this.#latest[index]) return;
    const { series } = this.#latest[index];
    const [batches, epochs] = this.#showsAccuracy ? [[], series.accuracy] : [series.batches, series.epochs];
    const lost = this.#latest.some(feed => feed && !feed.connected && !feed.series.endedAs);
    const all = this.#runs.flatMap(() => [{}, {}]); // an empty one leaves a line as it is
    all[2 * index] = { data: epochs };
    all[2 * index + 1] = { data: batches };
    this.#chart.setOption({ title: { show: lost }, series: all });
    this.#say(index, batches, epochs);
  }

  /** What is on the chart, for whoever checks it from outside: a canvas itself tells nothing. */
  #say(index, batches, epochs) {
    const said = JSON.parse(this.#element.dataset.drawn ?? '{}');
    said[this.#runs[index].id] = { points: batches.length + epochs.length, epochs: epochs.length };
    this.#element.dataset.drawn = JSON.stringify(said);
    this.#element.dataset.epochs = this.#runs.map(run => said[run.id]?.epochs ?? 0).join(' ');
  }

  /** Left and right arrow read the chart epoch by epoch, as the mouse does. */
  #walk(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const epochs = this.#runs.map((_, index) => this.#latest[index]?.series.epochs.length ?? 0);
    const longest = epochs.indexOf(Math.max(...epochs));
    if (!step || epochs[longest] === 0) return;
    event.preventDefault();
    this.#pointed = Math.min(Math.max(this.#pointed + step, 0), epochs[longest] - 1);
    this.#chart.dispatchAction({ type: 'showTip', seriesIndex: 2 * longest, dataIndex: this.#pointed });
  }

  #paint(chart) {
    chart.setOption({
      ...frameColours(this.#element),
      series: this.#runs.flatMap(run => [colored(colour(run.colour), 1), colored(colour(run.colour), 0.4)]),
    });
  }
}
