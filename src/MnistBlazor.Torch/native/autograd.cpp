// Gradients: the flag, the accumulated value, the backward pass, and the per-thread modes.
#include "guard.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <memory>
#include <vector>

namespace {

std::vector<at::Tensor> borrow_all(const TensorHandle* handles, int64_t count) {
    std::vector<at::Tensor> tensors(count);
    for (int64_t i = 0; i < count; i++)
        if (handles[i] != nullptr) tensors[i] = mt::borrow(handles[i]);
    return tensors;
}

}  // namespace

MT_EXPORT Status mt_set_requires_grad(TensorHandle handle, int32_t value) {
    return mt::guard([&] { mt::borrow(handle).requires_grad_(value != 0); });
}

MT_EXPORT Status mt_retain_grad(TensorHandle handle) {
    return mt::guard([&] { mt::borrow(handle).retain_grad(); });
}

// The gradient, or null.
MT_EXPORT Status mt_grad(TensorHandle handle, TensorHandle* grad) {
    return mt::guard([&] { *grad = mt::release(mt::borrow(handle).grad()); });
}

// Replaces the gradient; null takes it away.
MT_EXPORT Status mt_set_grad(TensorHandle handle, TensorHandle grad) {
    return mt::guard([&] {
        auto t = mt::borrow(handle);
        if (grad == nullptr) {
            t.mutable_grad().reset();
            return;
        }
        auto g = mt::borrow(grad);
        TORCH_CHECK(g.sizes().equals(t.sizes()), "A gradient has the shape of its tensor, ", t.sizes(), ", not ", g.sizes(), ".");
        TORCH_CHECK(g.scalar_type() == t.scalar_type() && g.device() == t.device(),
                "A gradient has the type and device of its tensor.");
        t.mutable_grad() = g;
    });
}

// Accumulates gradients into leaves; seeds may hold nulls (ones, for a scalar), inputs may be empty (every leaf).
MT_EXPORT Status mt_backward(const TensorHandle* tensors, const TensorHandle* seeds, int64_t count, int32_t retain_graph,
                             int32_t create_graph, const TensorHandle* inputs, int64_t input_count) {
    return mt::guard([&] {
        torch::autograd::backward(borrow_all(tensors, count), borrow_all(seeds, count), retain_graph != 0, create_graph != 0,
                              borrow_all(inputs, input_count));
    });
}

// Gradients of outputs with respect to inputs, without touching .grad; one handle per input, null where unused.
MT_EXPORT Status mt_autograd_grad(const TensorHandle* outputs, const TensorHandle* seeds, int64_t count,
                                  const TensorHandle* inputs, int64_t input_count, int32_t retain_graph,
                                  int32_t create_graph, int32_t allow_unused, TensorHandle* grads) {
    return mt::guard([&] {
        auto result = torch::autograd::grad(borrow_all(outputs, count), borrow_all(inputs, input_count), borrow_all(seeds, count),
                                        retain_graph != 0, create_graph != 0, allow_unused != 0);
        for (size_t i = 0; i < result.size(); i++) grads[i] = mt::release(std::move(result[i]));
    });
}

// Whether this thread records operations for the backward pass.
MT_EXPORT int32_t mt_grad_enabled() {
    return c10::GradMode::is_enabled();
}

MT_EXPORT void mt_set_grad_enabled(int32_t enabled) {
    c10::GradMode::set_enabled(enabled != 0);
}

MT_EXPORT int32_t mt_inference_mode_enabled() {
    return c10::InferenceMode::is_enabled();
}

// Enters (or, with 0, suspends) inference mode on this thread until the guard is given back, on the same thread.
MT_EXPORT Status mt_inference_mode_enter(int32_t enabled, void** guard) {
    return mt::guard([&] { *guard = new c10::InferenceMode(enabled != 0); });
}

MT_EXPORT void mt_inference_mode_leave(void* guard) {
    delete static_cast<c10::InferenceMode*>(guard);
}
