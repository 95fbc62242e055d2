// Trains the lessons' networks with TensorFlow.js: the images are one tensor on the backend, from which batches are gathered, as in
// MnistBlazor. Served with TensorFlow.js to a page by Apps/TensorFlowJs.cs.

const networks = {
  softmax: () => [tf.layers.dense({ units: 10, inputShape: [784] })],
  mlp: () => [
    tf.layers.dense({ units: 256, activation: 'relu', inputShape: [784] }),
    tf.layers.dense({ units: 256, activation: 'relu' }),
    tf.layers.dense({ units: 10 }),
  ],
  'cnn-quick': () => [
    tf.layers.reshape({ targetShape: [28, 28, 1], inputShape: [784] }),
    ...strided(16), ...strided(32),
    tf.layers.flatten(),
    tf.layers.dense({ units: 10 }),
  ],
};

// It has no AdamW.
const optimizers = {
  softmax: () => tf.train.sgd(0.1), mlp: () => tf.train.adam(0.001), 'cnn-quick': () => tf.train.adam(0.02),
};

function strided(filters) {
  return [
    tf.layers.conv2d({ filters, kernelSize: 5, strides: 2, padding: 'same' }),
    tf.layers.batchNormalization(),
    tf.layers.reLU(),
  ];
}

const bytes = async address => new Uint8Array(await (await fetch(address)).arrayBuffer());
const data = Promise.all([bytes('/images'), bytes('/labels')]);

// Steps until an epoch is done or the patience, in seconds, is at its end; the first steps compile and are not counted.
// Answers { seconds, steps }, or { missing } where the backend lacks what training needs.
async function train({ backend, lesson, count, batchSize, patience }) {
  let images, labels, model, optimizer;
  try {
    tf.wasm.setWasmPaths('/wasm/');
    if (!await tf.setBackend(backend)) return { missing: 'it does not start here' };
    await tf.ready();
    const [pixels, numbers] = await data;
    images = tf.tidy(() => tf.tensor2d(Float32Array.from(pixels.subarray(0, count * 784)), [count, 784]).div(255));
    labels = tf.tensor1d(Int32Array.from(numbers.subarray(0, count)), 'int32');
    model = tf.sequential({ layers: networks[lesson]() });
    optimizer = optimizers[lesson]();
    const step = chosen => tf.tidy(() => optimizer.minimize(
      () => tf.losses.softmaxCrossEntropy(
        tf.oneHot(labels.gather(chosen), 10), model.apply(images.gather(chosen), { training: true })),
      true));
    const order = tf.util.createShuffledIndices(count);
    const steps = Math.floor(count / batchSize);
    const batch = number => {
      const first = number % steps * batchSize;
      return tf.tensor1d(Int32Array.from(order.subarray(first, first + batchSize)), 'int32');
    };

    for (let warm = 0; warm < 2; warm++) await read(step, batch(warm));
    const begun = performance.now();
    let done = 0;
    // The backend is waited for now and then: it may lag behind.
    while (done < steps && performance.now() - begun < patience * 1000) {
      const chosen = batch(done++);
      if (done % 20 === 0 || done === steps) await read(step, chosen);
      else tf.dispose([step(chosen), chosen]);
    }
    await read(step, batch(0));
    return { seconds: (performance.now() - begun) / 1000, steps: done + 1 };
  } catch (failure) {
    return { missing: failure.message };
  } finally {
    tf.dispose([images, labels]);
    model?.dispose();
    optimizer?.dispose();
  }
}

async function read(step, chosen) {
  const loss = step(chosen);
  const value = (await loss.data())[0];
  tf.dispose([loss, chosen]);
  if (!Number.isFinite(value)) throw new Error(`the loss is ${value}`);
}
