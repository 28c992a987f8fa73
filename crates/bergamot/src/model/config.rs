//! What a model's own configuration says of its shape.

use serde::Deserialize;

use crate::error::{Broken, broken};

/// The part of `special:model.yml` that is used. Names as Marian's options have them.
#[expect(clippy::struct_excessive_bools, reason = "Marian's options are such")]
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Architecture {
    #[serde(rename = "type")]
    pub kind: String,
    pub dim_emb: usize,
    pub dim_vocabs: Vec<usize>,
    pub enc_depth: usize,
    pub dec_depth: usize,
    pub transformer_heads: usize,
    #[serde(default)]
    pub transformer_decoder_autoreg: String,
    #[serde(default)]
    pub dec_cell: String,
    #[serde(default)]
    pub tied_embeddings: bool,
    #[serde(default)]
    pub tied_embeddings_all: bool,
    #[serde(default)]
    pub tied_embeddings_src: bool,
    #[serde(default)]
    pub layer_normalization: bool,
    #[serde(default = "relu")]
    pub transformer_ffn_activation: String,
    #[serde(default)]
    pub transformer_preprocess: String,
    #[serde(default = "dan")]
    pub transformer_postprocess: String,
    #[serde(default)]
    pub transformer_postprocess_emb: String,
    #[serde(default)]
    pub transformer_postprocess_top: String,
    #[serde(default, alias = "transformer-train-positions")]
    pub transformer_train_position_embeddings: bool,
    #[serde(default)]
    pub transformer_no_projection: bool,
    #[serde(default)]
    pub transformer_pool: bool,
    #[serde(default)]
    pub transformer_tied_layers: Vec<usize>,
    #[serde(default)]
    pub lemma_dim_emb: i64,
    #[serde(default)]
    pub ulr: bool,
}

fn relu() -> String {
    "relu".to_owned()
}

fn dan() -> String {
    "dan".to_owned()
}

const LAYERS_MAX: usize = 64;
const WIDTH_MAX: usize = 8192;

impl Architecture {
    pub fn parse(yaml: &str) -> Result<Self, Broken> {
        let read: Result<Self, _> = serde_saphyr::from_str(yaml);
        let Ok(read) = read else {
            broken!("its configuration lacks something, or is no YAML");
        };
        read.check()?;
        Ok(read)
    }

    /// Refuses what this crate does not compute: a wrong translation is worse than none.
    fn check(&self) -> Result<(), Broken> {
        let known = |what: &str, value: &str, known: &[&str]| {
            if known.contains(&value) {
                Ok(())
            } else {
                Err(Broken::new(format!(
                    "{what} is `{value}`, which is not known here"
                )))
            }
        };
        known("type", &self.kind, &["transformer"])?;
        known(
            "transformer-decoder-autoreg",
            &self.transformer_decoder_autoreg,
            &["rnn"],
        )?;
        known("dec-cell", &self.dec_cell, &["ssru"])?;
        known(
            "transformer-ffn-activation",
            &self.transformer_ffn_activation,
            &["relu", "swish"],
        )?;
        // `d` is dropout, which is for training.
        known("transformer-preprocess", &self.transformer_preprocess, &["", "d"])?;
        known(
            "transformer-postprocess",
            &self.transformer_postprocess,
            &["dan", "an"],
        )?;
        known(
            "transformer-postprocess-emb",
            &self.transformer_postprocess_emb,
            &["", "d"],
        )?;
        known(
            "transformer-postprocess-top",
            &self.transformer_postprocess_top,
            &[""],
        )?;
        let odd = [
            ("layer-normalization", self.layer_normalization),
            (
                "transformer-train-position-embeddings",
                self.transformer_train_position_embeddings,
            ),
            ("transformer-no-projection", self.transformer_no_projection),
            ("transformer-pool", self.transformer_pool),
            ("ulr", self.ulr),
            ("lemma-dim-emb", self.lemma_dim_emb != 0),
        ];
        if let Some((option, _)) = odd.into_iter().find(|(_, set)| *set) {
            broken!("{option} is set, which is not known here");
        }
        let fits = (2..=WIDTH_MAX).contains(&self.dim_emb)
            && self.dim_emb.is_multiple_of(2)
            && self.transformer_heads > 0
            && self.dim_emb.is_multiple_of(self.transformer_heads)
            && (1..=LAYERS_MAX).contains(&self.enc_depth)
            && (1..=LAYERS_MAX).contains(&self.dec_depth);
        if !fits {
            broken!("its sizes are impossible");
        }
        let tied = &self.transformer_tied_layers;
        let tied_well =
            tied.len() == self.dec_depth && tied.iter().all(|layer| (1..=self.dec_depth).contains(layer));
        if !tied.is_empty() && !tied_well {
            broken!("its tied layers are impossible");
        }
        Ok(())
    }

    /// The layer of the decoder whose weights the one at `index` (from 0) uses, from 1.
    pub fn decoder_layer(&self, index: usize) -> usize {
        self.transformer_tied_layers
            .get(index)
            .copied()
            .unwrap_or(index + 1)
    }
}
