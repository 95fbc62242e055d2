// What a tensor is: its handle, shape, type, place, and the bytes of a dense one on the CPU.
#include "guard.h"

#include <cstring>

namespace {

at::TensorImpl* impl(TensorHandle handle) {
    return static_cast<at::TensorImpl*>(handle);
}

}  // namespace

// Gives up one reference. Safe on any thread.
MT_EXPORT void mt_tensor_release(TensorHandle handle) {
    mt::guard([&] { mt::TensorPtr::reclaim(impl(handle)); });
}

// A second reference to the same tensor.
MT_EXPORT TensorHandle mt_tensor_share(TensorHandle handle) {
    TensorHandle shared = nullptr;
    mt::guard([&] { shared = mt::release(mt::borrow(handle)); });
    return shared;
}

struct TensorInfo {
    int64_t dim;
    int64_t numel;
    int64_t scalar_type;
    int64_t element_size;
    int64_t device_type;
    int64_t device_index;
    int64_t storage_offset;
    void* data;  // null unless dense, on the CPU and allocated
    int32_t is_contiguous;
    int32_t requires_grad;
    int32_t is_leaf;
    int32_t is_sparse;
};

// Everything about a tensor that does not depend on its number of dimensions.
MT_EXPORT Status mt_tensor_info(TensorHandle handle, TensorInfo* info) {
    return mt::guard([&] {
        auto t = mt::borrow(handle);
        const bool dense = t.layout() == c10::kStrided;
        info->dim = t.dim();
        info->numel = t.numel();
        info->scalar_type = static_cast<int64_t>(t.scalar_type());
        info->element_size = static_cast<int64_t>(t.element_size());
        info->device_type = static_cast<int64_t>(t.device().type());
        info->device_index = t.device().index();
        info->storage_offset = dense ? t.storage_offset() : 0;
        info->data = dense && t.device().is_cpu() ? t.data_ptr() : nullptr;
        info->is_contiguous = dense && t.is_contiguous();
        info->requires_grad = t.requires_grad();
        info->is_leaf = t.is_leaf();
        info->is_sparse = t.is_sparse();
    });
}

// Sizes and, where strides is not null, strides: as many of each as there are dimensions.
MT_EXPORT Status mt_tensor_shape(TensorHandle handle, int64_t* sizes, int64_t* strides, int64_t capacity) {
    return mt::guard([&] {
        auto t = mt::borrow(handle);
        TORCH_CHECK(t.dim() <= capacity, "The tensor has more dimensions than were asked for.");
        for (int64_t d = 0; d < t.dim(); d++) {
            sizes[d] = t.size(d);
            if (strides != nullptr) strides[d] = t.stride(d);
        }
    });
}

// Copies the bytes of a contiguous CPU tensor in or out; `bytes` must be its whole size.
MT_EXPORT Status mt_tensor_copy_bytes(TensorHandle handle, void* memory, int64_t bytes, int32_t into_tensor) {
    return mt::guard([&] {
        auto t = mt::borrow(handle);
        TORCH_CHECK(t.layout() == c10::kStrided && t.device().is_cpu() && t.is_contiguous(),
                "Only the bytes of a contiguous tensor on the CPU can be copied.");
        TORCH_CHECK_VALUE(static_cast<int64_t>(t.nbytes()) == bytes, "The tensor holds ", t.nbytes(), " bytes, not ", bytes, ".");
        if (bytes == 0) return;
        if (into_tensor) std::memcpy(t.data_ptr(), memory, static_cast<size_t>(bytes));
        else std::memcpy(memory, t.data_ptr(), static_cast<size_t>(bytes));
    });
}
