// Calls any ATen operator through libtorch's dispatcher.
#include "guard.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/jit_type.h>

#include <cstring>
#include <memory>
#include <vector>

namespace {

using c10::IValue;
using c10::TypeKind;

struct Parameter {
    TypeKind type;
    TypeKind element;           // of a list
    bool element_may_be_none;   // Tensor?[]
    bool may_be_none;
};

struct Operator {
    c10::OperatorHandle handle;
    std::vector<Parameter> parameters;
};

// SymInt is what later versions call an int that a tracer may follow; a plain int is accepted for it.
TypeKind plain(TypeKind kind) {
    return kind == TypeKind::SymIntType ? TypeKind::IntType : kind;
}

Parameter describe(c10::TypePtr type) {
    Parameter p{TypeKind::NoneType, TypeKind::NoneType, false, false};
    if (auto optional = type->cast<c10::OptionalType>()) {
        p.may_be_none = true;
        type = optional->getElementType();
    }
    p.type = plain(type->kind());
    if (auto list = type->cast<c10::ListType>()) {
        auto element = list->getElementType();
        if (auto optional = element->cast<c10::OptionalType>()) {
            p.element_may_be_none = true;
            element = optional->getElementType();
        }
        p.element = plain(element->kind());
    }
    return p;
}

double as_double(int64_t bits) {
    double d;
    static_assert(sizeof d == sizeof bits, "a double fits the bits of a value");
    std::memcpy(&d, &bits, sizeof d);
    return d;
}

[[noreturn]] void mismatch(const Operator& op, size_t i, const char* expected) {
    const auto& schema = op.handle.schema();
    TORCH_CHECK_TYPE(false, schema.name(), ": argument '", schema.arguments()[i].name(), "' must be ", expected, ".");
}

IValue list_from(const Value& v, const Operator& op, size_t i) {
    const Parameter& p = op.parameters[i];
    switch (p.element) {
        case TypeKind::IntType:
            if (v.kind == Kind::IntList) {
                auto data = reinterpret_cast<const int64_t*>(v.bits);
                return IValue(std::vector<int64_t>(data, data + v.count));
            }
            mismatch(op, i, "a list of integers");
        case TypeKind::FloatType:
            if (v.kind == Kind::DoubleList) {
                auto data = reinterpret_cast<const double*>(v.bits);
                return IValue(std::vector<double>(data, data + v.count));
            }
            mismatch(op, i, "a list of numbers");
        case TypeKind::TensorType: {
            if (v.kind != Kind::TensorList) mismatch(op, i, "a list of tensors");
            auto data = reinterpret_cast<const TensorHandle*>(v.bits);
            if (!p.element_may_be_none) {
                c10::List<at::Tensor> tensors;
                tensors.reserve(v.count);
                for (int64_t k = 0; k < v.count; k++) tensors.push_back(mt::borrow(data[k]));
                return IValue(std::move(tensors));
            }
            using Element = std::decay_t<decltype(IValue().toOptional<at::Tensor>())>;
            c10::List<Element> tensors;
            tensors.reserve(v.count);
            for (int64_t k = 0; k < v.count; k++)
                tensors.push_back(data[k] == nullptr ? Element() : Element(mt::borrow(data[k])));
            return IValue(std::move(tensors));
        }
        default:
            mismatch(op, i, "of a list type that the bridge passes on");
    }
}

IValue value_from(const Value& v, const Operator& op, size_t i) {
    const Parameter& p = op.parameters[i];
    if (v.kind == Kind::None) {
        if (p.may_be_none) return IValue();
        throw mt::Missing{op.handle.schema().name() + ": argument '" + op.handle.schema().arguments()[i].name() + "' must be given."};
    }
    switch (p.type) {
        case TypeKind::TensorType:
            if (v.kind == Kind::Tensor) return IValue(mt::borrow(reinterpret_cast<TensorHandle>(v.bits)));
            mismatch(op, i, "a tensor");
        case TypeKind::NumberType:
            if (v.kind == Kind::Double) return IValue(as_double(v.bits));
            if (v.kind == Kind::Bool) return IValue(v.bits != 0);
            if (v.kind == Kind::Int) return IValue(v.bits);
            mismatch(op, i, "a number");
        case TypeKind::FloatType:
            if (v.kind == Kind::Double) return IValue(as_double(v.bits));
            if (v.kind == Kind::Int) return IValue(static_cast<double>(v.bits));
            mismatch(op, i, "a number");
        case TypeKind::BoolType:
            if (v.kind == Kind::Bool) return IValue(v.bits != 0);
            mismatch(op, i, "a bool");
        case TypeKind::StringType:
            if (v.kind == Kind::String) return IValue(std::string(reinterpret_cast<const char*>(v.bits), v.count));
            mismatch(op, i, "a string");
        case TypeKind::DeviceObjType:
            if (v.kind == Kind::Device)
                return IValue(c10::Device(static_cast<c10::DeviceType>(v.bits), static_cast<c10::DeviceIndex>(v.count)));
            mismatch(op, i, "a device");
        case TypeKind::GeneratorType:
            if (v.kind == Kind::Generator) return IValue(mt::borrow_generator(reinterpret_cast<GeneratorHandle>(v.bits)));
            mismatch(op, i, "a generator");
        case TypeKind::ListType:
            return list_from(v, op, i);
        default:  // int, and the enumerations that the dispatcher passes as one (scalar type, layout, memory format)
            if (v.kind == Kind::Int) return IValue(v.bits);
            mismatch(op, i, "an integer");
    }
}

Value result_from(const IValue& value) {
    if (value.isNone()) return {Kind::None, 0, 0};
    if (value.isTensor()) return {Kind::Tensor, reinterpret_cast<int64_t>(mt::release(value.toTensor())), 0};
    if (value.isInt()) return {Kind::Int, value.toInt(), 0};
    if (value.isBool()) return {Kind::Bool, value.toBool(), 0};
    if (value.isDouble()) {
        double d = value.toDouble();
        Value v{Kind::Double, 0, 0};
        std::memcpy(&v.bits, &d, sizeof d);
        return v;
    }
    if (value.isTensorList()) {
        auto list = value.toTensorVector();
        auto handles = std::make_unique<TensorHandle[]>(list.size());
        for (size_t k = 0; k < list.size(); k++) handles[k] = mt::release(std::move(list[k]));
        return {Kind::TensorList, reinterpret_cast<int64_t>(handles.release()), static_cast<int64_t>(list.size())};
    }
    TORCH_CHECK_NOT_IMPLEMENTED(false, "A result of type ", value.tagKind(), " cannot be handed over.");
}

}  // namespace

// The message of the last call on this thread that failed.
MT_EXPORT const char* mt_error() {
    return mt::last_error.c_str();
}

// Finds "aten::name" with that overload. The operator stays valid, and is never freed: there are finitely many.
MT_EXPORT Status mt_find(const char* name, const char* overload, void** result) {
    return mt::guard([&] {
        auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK_NOT_IMPLEMENTED(handle.has_value(), "This libtorch has no operator ", name, ".", overload, ".");
        auto op = std::make_unique<Operator>(Operator{*handle, {}});
        for (const auto& argument : handle->schema().arguments()) op->parameters.push_back(describe(argument.type()));
        *result = op.release();
    });
}

// Calls an operator. Arguments left out at the end take the schema's defaults; results beyond result_count are dropped.
MT_EXPORT Status mt_call(void* op_handle, const Value* args, int32_t arg_count, Value* results, int32_t result_count) {
    return mt::guard([&] {
        const auto& op = *static_cast<Operator*>(op_handle);
        const auto& declared = op.handle.schema().arguments();
        const size_t given = static_cast<size_t>(arg_count);
        TORCH_CHECK_TYPE(given <= declared.size(), op.handle.schema().name(), " takes at most ", declared.size(), " arguments.");

        torch::jit::Stack stack;
        stack.reserve(declared.size());
        for (size_t i = 0; i < declared.size(); i++) {
            if (i < given) {
                stack.push_back(value_from(args[i], op, i));
            } else {
                if (!declared[i].default_value()) mismatch(op, i, "given");
                stack.push_back(*declared[i].default_value());
            }
        }

        op.handle.callBoxed(&stack);

        TORCH_INTERNAL_ASSERT(static_cast<size_t>(result_count) <= stack.size());
        for (int32_t i = 0; i < result_count; i++) results[i] = result_from(stack[i]);
    });
}

MT_EXPORT void mt_free_handles(TensorHandle* handles) {
    delete[] handles;
}
