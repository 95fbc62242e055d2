// Where a run stands, made from its events. No DOM in here: tests run it in Node.

/**
 * Takes the run's numbered events in any portions; an event that it has already is passed over.
 */
export class RunProgress {
  lastNumber = 0;
  /** queued, running, paused, completed, stopped, failed */
  status = 'queued';
  stepsPerEpoch = 0;
  plannedEpochs = 0;
  /** Epoch of the batch last heard of, from 1; 0 before the first. */
  epoch = 0;
  /** Batches trained, as last heard. */
  step = 0;
  /** The run's `epoch` events. */
  epochs = [];
  #losses = { sum: 0, count: 0 };

  get ended() {
    return this.status === 'completed' || this.status === 'stopped' || this.status === 'failed';
  }

  /** Mean loss of the last whole epoch; of the first as far as it has come; null before its first batch. */
  get loss() {
    const { sum, count } = this.#losses;
    return this.epochs.at(-1)?.meanLoss ?? (count > 0 ? sum / count : null);
  }

  /** Share of the images held out that were read right after the last epoch; null where none are held out. */
  get heldOutAccuracy() {
    return this.epochs.at(-1)?.validationAccuracy ?? null;
  }

  /** Mean over the whole epochs so far; null before the first has ended. */
  get secondsPerEpoch() {
    const count = this.epochs.length;
    return count > 0 ? this.epochs.reduce((sum, epoch) => sum + epoch.seconds, 0) / count : null;
  }

  /** How much of the run is trained: 0..1. */
  get share() {
    const planned = this.stepsPerEpoch * this.plannedEpochs;
    return planned > 0 ? Math.min(1, this.step / planned) : 0;
  }

  append(events) {
    for (const event of events) {
      if (event.number <= this.lastNumber) continue;
      this.lastNumber = event.number;
      this.#take(event);
    }
  }

  #take(event) {
    switch (event.type) {
      case 'queued': // of a fork: what comes before it is its parent's
        this.status = 'queued';
        break;
      case 'started':
        this.status = 'running';
        this.stepsPerEpoch = event.stepsPerEpoch;
        this.plannedEpochs = event.epochs;
        break;
      case 'batch':
        [this.epoch, this.step] = [event.epoch, event.step];
        this.#losses.sum += event.loss;
        this.#losses.count++;
        break;
      case 'epoch':
        [this.epoch, this.step] = [event.epoch, event.step];
        this.epochs.push(event);
        break;
      case 'paused':
        this.status = 'paused';
        break;
      case 'resumed':
        this.status = 'running';
        break;
      case 'ended':
        this.status = event.status;
        break;
    }
  }
}
