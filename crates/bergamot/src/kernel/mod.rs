//! The arithmetic: products of quantised matrices, and the few operations on floats between them.
//!
//! Each operation exists for AVX-512 with VNNI, for AVX2, and portably; which of them runs is decided when the program
//! runs. All give the same bits: the integer products are exact, and floats are added in the same order everywhere, in
//! sixteen lanes (no fused multiply-add).
#![expect(unsafe_code, reason = "functions for instructions that were detected")]

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod float;
mod matrix;
mod portable;

pub(crate) use matrix::{Matrix, Quantised, Rescale};

/// Outputs that are computed together.
pub(crate) const PANEL: usize = 16;

/// Sixteen outputs, four inputs each: the bytes of one step of a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(crate) struct Block(pub [i8; 4 * PANEL]);

/// Which instructions are used: always such as this machine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kernel(Instructions);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instructions {
    /// AVX-512 F and BW with VNNI: 64 products an instruction.
    #[cfg(target_arch = "x86_64")]
    Avx512Vnni,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// None beyond the target's own.
    Portable,
}

/// Calls one of three functions of the same name and signature.
macro_rules! dispatch {
    ($kernel:expr, $operation:ident($($argument:expr),* $(,)?)) => {
        match $kernel.0 {
            // SAFETY: a `Kernel` other than `Portable` is only made where its instructions were detected.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512Vnni => unsafe { avx512::$operation($($argument),*) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => unsafe { avx2::$operation($($argument),*) },
            Instructions::Portable => portable::$operation($($argument),*),
        }
    };
}

/// Defines the operations on floats with some instructions turned on: the same code, compiled for them.
macro_rules! operations_on_floats {
    ($($feature:literal)?) => {
        use super::float;

        $(#[target_feature(enable = $feature)])?
        pub(super) fn quantise(values: &[f32], scale: f32, out: &mut [u8]) {
            float::quantise(values, scale, out);
        }
        $(#[target_feature(enable = $feature)])?
        pub(super) fn largest(values: &[f32]) -> f32 {
            float::largest(values)
        }
        $(#[target_feature(enable = $feature)])?
        pub(super) fn add_and_normalise(values: &mut [f32], added: &[f32], scale: &[f32], bias: &[f32]) {
            float::add_and_normalise(values, added, scale, bias);
        }
        $(#[target_feature(enable = $feature)])?
        pub(super) fn attend(attention: float::Attention<'_>, scores: &mut [f32], out: &mut [f32]) {
            float::attend(attention, scores, out);
        }
        $(#[target_feature(enable = $feature)])?
        pub(super) fn highway(cell: &mut [f32], input: &[f32], gate: &[f32], out: &mut [f32]) {
            float::highway(cell, input, gate, out);
        }
        $(#[target_feature(enable = $feature)])?
        pub(super) fn log_sum_exp(values: &[f32]) -> f32 {
            float::log_sum_exp(values)
        }
        $(#[target_feature(enable = $feature)])?
        pub(super) fn activate(values: &mut [f32], activation: super::Activation) {
            float::activate(values, activation);
        }
    };
}
use operations_on_floats;

pub(crate) use float::Attention;

/// What a feed-forward layer does to each number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Activation {
    /// `max(x, 0)`
    Relu,
    /// `x · σ(x)`
    Swish,
}

impl Kernel {
    /// The fastest that this machine has.
    pub fn best() -> Self {
        Self::available()[0]
    }

    /// All that this machine has, the fastest first.
    pub fn available() -> Vec<Self> {
        let mut available = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if std::arch::is_x86_feature_detected!("avx512f")
                && std::arch::is_x86_feature_detected!("avx512bw")
                && std::arch::is_x86_feature_detected!("avx512vnni")
            {
                available.push(Self(Instructions::Avx512Vnni));
            }
            if std::arch::is_x86_feature_detected!("avx2") {
                available.push(Self(Instructions::Avx2));
            }
        }
        available.push(Self(Instructions::Portable));
        available
    }

    /// For logs and tables: `avx512vnni`, `avx2` or `portable`.
    pub fn name(self) -> &'static str {
        match self.0 {
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512Vnni => "avx512vnni",
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => "avx2",
            Instructions::Portable => "portable",
        }
    }

    /// `out[r][n] = rescale(Σ_k (a[r][k] + 127) · b[k][n])`, with `out` `rows × matrix.outer()`; each pair of neighbouring
    /// products is kept within 16 bits.
    pub(crate) fn multiply(self, a: &Quantised, matrix: &Matrix, rescale: &Rescale<'_>, out: &mut [f32]) {
        assert_eq!(a.words_per_row(), matrix.steps(), "the sides fit");
        assert_eq!(out.len(), a.rows() * matrix.outer(), "the result fits");
        dispatch!(self, multiply(a, matrix, rescale, out));
        matrix.soften(a, rescale, out);
    }

    /// Rounds to the nearest whole number, ties to even, within ±127, and adds 127.
    pub(crate) fn quantise(self, values: &[f32], scale: f32, out: &mut [u8]) {
        dispatch!(self, quantise(values, scale, out));
    }

    /// The largest magnitude.
    pub(crate) fn largest(self, values: &[f32]) -> f32 {
        dispatch!(self, largest(values))
    }

    /// `values = normalised(values + added) · scale + bias`, for one position (Ba, Kiros and Hinton 2016).
    pub(crate) fn add_and_normalise(self, values: &mut [f32], added: &[f32], scale: &[f32], bias: &[f32]) {
        dispatch!(self, add_and_normalise(values, added, scale, bias));
    }

    /// Attention of one query (Vaswani et al. 2017, equation 1, in several heads). `scores` takes the weights of the
    /// first head, one for each key.
    pub(crate) fn attend(self, attention: Attention<'_>, scores: &mut [f32], out: &mut [f32]) {
        dispatch!(self, attend(attention, scores, out));
    }

    /// One step of an SSRU (Kim et al. 2019): `cell = σ(gate)·cell + (1 − σ(gate))·input`, `out = max(cell, 0)`.
    pub(crate) fn highway(self, cell: &mut [f32], input: &[f32], gate: &[f32], out: &mut [f32]) {
        dispatch!(self, highway(cell, input, gate, out));
    }

    /// `ln Σ exp(x)`
    pub(crate) fn log_sum_exp(self, values: &[f32]) -> f32 {
        dispatch!(self, log_sum_exp(values))
    }

    pub(crate) fn activate(self, values: &mut [f32], activation: Activation) {
        dispatch!(self, activate(values, activation));
    }
}

#[cfg(test)]
mod tests;
