#pragma once

#include "abi.h"

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <exception>
#include <string>

namespace mt {

inline thread_local std::string last_error;

// An argument that must be given was null.
struct Missing {
    std::string message;
};

// Runs f; what it throws becomes this thread's last error.
template <class F>
Status guard(F&& f) noexcept {
    try {
        try {
            f();
            return 0;
        } catch (const Missing& e) {
            last_error = e.message;
            return 2;
        } catch (const c10::Error& e) {
            last_error = e.what_without_backtrace();
        } catch (const std::exception& e) {
            last_error = e.what();
        } catch (...) {
            last_error = "libtorch threw something that is not a std::exception.";
        }
    } catch (...) {  // no memory left for the message itself
        last_error.clear();
    }
    return 1;
}

using TensorPtr = c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>;

inline at::Tensor borrow(TensorHandle handle) {
    if (handle == nullptr) throw Missing{"A tensor is missing."};
    return at::Tensor(TensorPtr::reclaim_copy(static_cast<at::TensorImpl*>(handle)));
}

inline TensorHandle release(at::Tensor tensor) {
    return tensor.defined() ? tensor.unsafeReleaseTensorImpl() : nullptr;
}

inline at::Generator borrow_generator(GeneratorHandle handle) {
    if (handle == nullptr) throw Missing{"A generator is missing."};
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(handle)));
}

}  // namespace mt
