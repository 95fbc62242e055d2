// The machine: version, threads, devices, random number generators.
#include "guard.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <c10/core/Stream.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Logging.h>
#include <torch/version.h>

#include <mutex>

// Debian's BLAS has threads of its own, of which libtorch knows nothing; another BLAS does not have this function.
extern "C" __attribute__((weak)) void openblas_set_num_threads(int count);

namespace {

// Matrix products use as many threads as everything else. Left alone, OpenBLAS takes all that the machine has, which wait for each
// other by spinning: slower on hyperthreads, and far slower on a busy machine.
void align_blas() {
    if (openblas_set_num_threads != nullptr) openblas_set_num_threads(at::get_num_threads());
}

[[maybe_unused]] const bool blas_aligned = [] {
    align_blas();
    return true;
}();

c10::Device device(int64_t type, int64_t index) {
    return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}

// An error's message leaves without its C++ stack, so nobody need look up the stack's symbols, which takes milliseconds each time.
[[maybe_unused]] const bool without_stacks = [] {
    c10::SetStackTraceFetcher([] { return std::string(); });
    return true;
}();

}  // namespace

MT_EXPORT const char* mt_version() {
    return TORCH_VERSION;
}

MT_EXPORT int32_t mt_num_threads() {
    return at::get_num_threads();
}

MT_EXPORT Status mt_set_num_threads(int32_t count) {
    return mt::guard([&] {
        at::set_num_threads(count);
        align_blas();
    });
}

MT_EXPORT int32_t mt_num_interop_threads() {
    return static_cast<int32_t>(at::get_num_interop_threads());
}

MT_EXPORT Status mt_set_num_interop_threads(int32_t count) {
    return mt::guard([&] { at::set_num_interop_threads(count); });
}

// How many CUDA devices there are; 0 where this libtorch or the machine has none.
MT_EXPORT int32_t mt_cuda_device_count() {
    int32_t count = 0;
    mt::guard([&] {
        if (c10::impl::hasDeviceGuardImpl(c10::kCUDA)) count = c10::impl::VirtualGuardImpl(c10::kCUDA).deviceCount();
    });
    return count;
}

MT_EXPORT int32_t mt_has_cudnn() {
    int32_t result = 0;
    mt::guard([&] { result = at::globalContext().hasCUDA() && at::globalContext().hasCuDNN(); });
    return result;
}

// Waits for what is queued on the device's current stream.
MT_EXPORT Status mt_synchronize(int64_t type, int64_t index) {
    return mt::guard([&] {
        const auto where = device(type, index);
        if (where.is_cpu()) return;
        const c10::impl::VirtualGuardImpl impl(where.type());
        impl.getStream(where.has_index() ? where : impl.getDevice()).synchronize();
    });
}

// Seeds the default generator of every device.
MT_EXPORT Status mt_manual_seed(uint64_t seed) {
    return mt::guard([&] { at::manual_seed(seed); });
}

MT_EXPORT Status mt_generator_default(int64_t type, int64_t index, GeneratorHandle* result) {
    return mt::guard([&] {
        at::Generator generator = at::globalContext().defaultGenerator(device(type, index));
        *result = generator.unsafeReleaseGeneratorImpl();
    });
}

// A generator of its own. Only the CPU's has a constructor in ATen's headers; another device's is cloned from its default.
MT_EXPORT Status mt_generator_new(int64_t type, int64_t index, uint64_t seed, GeneratorHandle* result) {
    return mt::guard([&] {
        const auto where = device(type, index);
        at::Generator generator = where.is_cpu() ? at::make_generator<at::CPUGeneratorImpl>(seed)
                                             : at::globalContext().defaultGenerator(where).clone();
        if (!where.is_cpu()) generator.set_current_seed(seed);
        *result = generator.unsafeReleaseGeneratorImpl();
    });
}

MT_EXPORT void mt_generator_release(GeneratorHandle handle) {
    mt::guard([&] { c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(handle)); });
}

MT_EXPORT Status mt_generator_seed(GeneratorHandle handle, uint64_t* seed) {
    return mt::guard([&] {
        auto generator = mt::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *seed = generator.current_seed();
    });
}

MT_EXPORT Status mt_generator_set_seed(GeneratorHandle handle, uint64_t seed) {
    return mt::guard([&] {
        auto generator = mt::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(seed);
    });
}

MT_EXPORT Status mt_generator_state(GeneratorHandle handle, TensorHandle* state) {
    return mt::guard([&] {
        auto generator = mt::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *state = mt::release(generator.get_state());
    });
}

MT_EXPORT Status mt_generator_set_state(GeneratorHandle handle, TensorHandle state) {
    return mt::guard([&] {
        auto generator = mt::borrow_generator(handle);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(mt::borrow(state));
    });
}
