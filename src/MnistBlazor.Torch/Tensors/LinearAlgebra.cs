using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Products of vectors and matrices.</summary>
public static partial class torch
{
    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Aten.Call("matmul", this, target);
        public Tensor mm(Tensor target) => Aten.Call("mm", this, target);
        public Tensor mv(Tensor target) => Aten.Call("mv", this, target);
        public Tensor bmm(Tensor batch2) => Aten.Call("bmm", this, batch2);
        public Tensor dot(Tensor target) => Aten.Call("dot", this, target);
        public Tensor outer(Tensor vec2) => Aten.Call("outer", this, vec2);
        public Tensor trace() => Aten.Call("trace", this);

        /// <summary>beta * this + alpha * (mat1 @ mat2)</summary>
        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.Call("addmm", this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmm_(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) =>
            Aten.InPlace("addmm_", this, mat1, mat2, (double)beta, (double)alpha);

        public Tensor addmv(Tensor mat, Tensor vec, float beta = 1, float alpha = 1) =>
            Aten.Call("addmv", this, mat, vec, (double)beta, (double)alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Aten.Call("baddbmm", this, batch1, batch2, (double)beta, (double)alpha);
    }

    public static Tensor matmul(Tensor input, Tensor target) => input.matmul(target);
    public static Tensor mm(Tensor input, Tensor target) => input.mm(target);
    public static Tensor mv(Tensor input, Tensor target) => input.mv(target);
    public static Tensor bmm(Tensor input, Tensor batch2) => input.bmm(batch2);
    public static Tensor dot(Tensor input, Tensor other) => input.dot(other);
    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);
    public static Tensor trace(Tensor input) => input.trace();
    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);

    /// <summary>Einstein's sum: "ij,jk->ik" is the product of two matrices.</summary>
    public static Tensor einsum(string equation, params Tensor[] tensors) => Aten.Call("einsum", equation, tensors);
}
