// The whole bridge between C# and libtorch: a C ABI of about forty functions.
//
// Operators are not bound one by one. libtorch registers every ATen operator with its schema in a dispatcher, and calls
// it "boxed": arguments on a stack of IValues. So one function, mt_call, serves them all; it converts each argument to
// the type that the schema asks for, and libtorch itself reports what does not fit. Only what is no operator (handles,
// autograd, generators, devices) has a function of its own.
//
// Ownership: a tensor handle is one reference to an at::TensorImpl, a generator handle one to a c10::GeneratorImpl.
// What a function returns belongs to the caller; what it takes is borrowed.
// Errors: a function returns 0, or 1 (2 where an argument is missing) with the message in mt_error() of the same thread.
// No C++ exception leaves it.
#pragma once

#include <cstdint>

#define MT_EXPORT extern "C" __attribute__((visibility("default")))

using Status = int32_t;
using TensorHandle = void*;
using GeneratorHandle = void*;

enum class Kind : int64_t {
    None = 0,
    Tensor = 1,      // bits: TensorHandle
    Int = 2,         // bits: int64_t; also an enumeration such as the scalar type
    Double = 3,      // bits: double
    Bool = 4,        // bits: 0 or 1
    IntList = 5,     // bits: const int64_t*, count
    DoubleList = 6,  // bits: const double*, count
    TensorList = 7,  // bits: const TensorHandle*, count; a null handle is "no tensor"
    String = 8,      // bits: const char* (UTF-8, not terminated), count
    Generator = 9,   // bits: GeneratorHandle
    Device = 10,     // bits: type, count: index
};

// An argument or a result. Interop/NativeValue.cs has the same layout.
struct Value {
    Kind kind;
    int64_t bits;
    int64_t count;
};
