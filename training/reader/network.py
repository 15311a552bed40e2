"""The network that looks at a question and a passage together.

Both were encoded apart (DeFormer: Cao et al., ACL 2020; PreTTR: MacAvaney et al., SIGIR 2020); only
these few layers see them side by side. What late interaction knows (ColBERT: Khattab and Zaharia,
SIGIR 2020), the best match of every token on the other side, goes in as features, and so do the
cosines that retrieval has computed. Out come one logit a sentence and one for the passage.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

HEAD = 64  # dimensions in which one learned similarity compares tokens
SCALE = 4.0  # cosines differ by a few hundredths; layers learn faster from larger numbers


@dataclass(frozen=True)
class Shape:
    """Sizes. ``states`` is the width of a token's states, of which ``meaning`` are the last."""

    states: int = 768
    meaning: int = 384
    width: int = 256
    layers: int = 2
    heads: int = 4
    similarities: int = 4
    dropout: float = 0.1


@dataclass(frozen=True)
class Batch:
    """``b`` pairs of a question (``q`` tokens) and a passage (``p`` tokens, ``s`` sentences).

    ``rows`` says which sentence a passage token is part of, -1 for none.
    """

    question: Tensor  # (b, q, states)
    question_mask: Tensor  # (b, q) bool
    passage: Tensor  # (b, p, states)
    passage_mask: Tensor  # (b, p) bool
    rows: Tensor  # (b, p) int64
    sentence_mask: Tensor  # (b, s) bool
    cosine: Tensor  # (b,)
    sentence_cosines: Tensor  # (b, s)

    def inputs(self) -> tuple[Tensor, ...]:
        """In the order that ``JointNetwork.forward`` takes them."""
        return tuple(vars(self).values())


# Of a passage: tokens in the network's width, their meaning, their learned views.
Prepared = tuple[Tensor, Tensor, Tensor]

INPUTS = tuple(Batch.__dataclass_fields__)


class JointNetwork(nn.Module):
    """Two small transformer layers over the tokens of both, and two heads."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        width = shape.width
        self.to_question = nn.Sequential(nn.Linear(shape.states, width), nn.LayerNorm(width))
        self.to_passage = nn.Sequential(nn.Linear(shape.states, width), nn.LayerNorm(width))
        self.to_similarity = nn.Linear(shape.states, shape.similarities * HEAD, bias=False)
        matches = shape.similarities + 1
        self.question_matches = nn.Linear(matches, width)
        self.passage_matches = nn.Linear(matches + 3, width)
        self.segment = nn.Parameter(torch.zeros(3, width))
        if shape.layers:
            layer = nn.TransformerEncoderLayer(
                width, shape.heads, 3 * width, 0.0, "gelu", batch_first=True, norm_first=True
            )
            self.layers = nn.TransformerEncoder(layer, shape.layers, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(width)
        self.attention = nn.Linear(width, 1)
        self.sentence_head = _head(3 * width + 6, width, shape.dropout)
        self.passage_head = _head(3 * width + 5, width, shape.dropout)

    def forward(
        self,
        question: Tensor,
        question_mask: Tensor,
        passage: Tensor,
        passage_mask: Tensor,
        rows: Tensor,
        sentence_mask: Tensor,
        cosine: Tensor,
        sentence_cosines: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """Logits that a sentence answers, ``(b, s)``, and that the passage does, ``(b,)``."""
        rest = passage_mask, rows, sentence_mask, cosine, sentence_cosines
        return self.read(question, question_mask, self.prepare(passage), *rest)

    def prepare(self, passage: Tensor) -> Prepared:
        """What can be computed of a passage before any question is asked; each ``(b, p, …)``.

        Its tokens in the network's width, their meaning and their learned views as unit vectors.
        """
        meaning = _unit(passage[..., -self.shape.meaning :])
        return self.to_passage(passage), meaning, self._views(passage)

    def read(
        self,
        question: Tensor,
        question_mask: Tensor,
        prepared: Prepared,
        passage_mask: Tensor,
        rows: Tensor,
        sentence_mask: Tensor,
        cosine: Tensor,
        sentence_cosines: Tensor,
    ) -> tuple[Tensor, Tensor]:
        """As ``forward``, of passages that ``prepare`` saw; one question may serve them all."""
        x_passage, *views = prepared
        count, asked = x_passage.shape[0], question.shape[1]
        similarity = self._similarities(question, *views)
        both = question_mask[:, None, :, None] & passage_mask[:, None, None, :]
        similarity = torch.where(both, similarity, -1.0)
        for_question, for_passage = (similarity.amax(d).transpose(1, 2) for d in (3, 2))

        inside = rows >= 0
        part_of = (rows[..., None] == torch.arange(sentence_mask.shape[1])).to(x_passage.dtype)
        tokens = part_of.sum(1).clamp(min=1)
        present = sentence_mask.to(x_passage.dtype)
        mean = (sentence_cosines * present).sum(1, keepdim=True) / present.sum(1, keepdim=True)
        lead = (sentence_cosines - mean) * present
        own = torch.stack([sentence_cosines * SCALE, lead * 2 * SCALE], dim=-1)
        near = (cosine * SCALE)[:, None, None].expand(count, x_passage.shape[1], 1)
        matches = torch.cat([2 * for_passage, part_of @ own, near], dim=-1)

        x_question = self.to_question(question) + self.question_matches(2 * for_question)
        x_passage = x_passage + self.passage_matches(matches)
        x_passage = x_passage + torch.where(inside[..., None], self.segment[1], self.segment[2])
        x = self._drop(torch.cat([x_question + self.segment[0], x_passage], dim=1))
        mask = torch.cat([question_mask.expand(count, -1), passage_mask], dim=1)
        x = self.norm(self._together(x, mask))
        x_question, x_passage = x[:, :asked], x[:, asked:]

        by_sentence = part_of.transpose(1, 2)
        mean_of = by_sentence @ x_passage / tokens[..., None]
        weight = self.attention(x_passage).clamp(-10, 10).exp()
        total = (by_sentence @ weight).clamp(min=1e-4)
        salient = by_sentence @ (weight * x_passage) / total
        the_question = _mean(x_question, question_mask)
        match_of = by_sentence @ for_passage[..., :2] / tokens[..., None]
        width = sentence_mask.shape[1]
        features = torch.cat(
            [
                match_of,
                own,
                (cosine * SCALE)[:, None, None].expand(count, width, 1),
                tokens.log()[..., None],
            ],
            dim=-1,
        )
        repeated = the_question[:, None].expand(count, width, x.shape[2])
        sentences = self.sentence_head(torch.cat([mean_of, salient, repeated, features], -1))
        sentences = sentences.squeeze(-1).masked_fill(~sentence_mask, -1e4)

        evidence = (sentences.softmax(1)[:, None] @ mean_of).squeeze(1)
        coverage = _mean(for_question.mean(-1, keepdim=True), question_mask)
        summary = torch.cat(
            [
                sentences.amax(1, keepdim=True),
                sentences.logsumexp(1, keepdim=True),
                SCALE * cosine[:, None],
                SCALE * sentence_cosines.masked_fill(~sentence_mask, -1.0).amax(1, keepdim=True),
                SCALE * coverage,
            ],
            dim=-1,
        )
        together = [evidence, the_question, _mean(x_passage, passage_mask), summary]
        return sentences, self.passage_head(torch.cat(together, -1)).squeeze(-1)

    def _together(self, x: Tensor, mask: Tensor) -> Tensor:
        """The joint layers; with none, only the features know of the other side."""
        hidden = torch.where(mask, 0.0, -1e9)[:, None, None]
        for layer in self.layers.layers if self.shape.layers else ():
            x = x + self._attend(layer.self_attn, layer.norm1(x), hidden)
            x = x + layer.linear2(functional.gelu(layer.linear1(layer.norm2(x))))
        return x

    def _attend(self, attention: nn.MultiheadAttention, x: Tensor, hidden: Tensor) -> Tensor:
        """As ``nn.MultiheadAttention`` does, in fewer operations for whoever runs the export."""
        projected = functional.linear(x, attention.in_proj_weight, attention.in_proj_bias)
        count, length, width = x.shape
        heads = self.shape.heads
        query, key, value = projected.view(count, length, 3, heads, -1).permute(2, 0, 3, 1, 4)
        scores = (query * (width // heads) ** -0.5) @ key.transpose(2, 3) + hidden
        mixed = (scores.softmax(-1) @ value).transpose(1, 2).reshape(count, length, width)
        projected_back: Tensor = attention.out_proj(mixed)
        return projected_back

    def _views(self, states: Tensor) -> Tensor:
        """Every token as each learned similarity sees it, one unit vector after the other."""
        views = self.to_similarity(states).unflatten(-1, (self.shape.similarities, HEAD))
        return _unit(views).flatten(-2)

    def _similarities(self, question: Tensor, meaning: Tensor, views: Tensor) -> Tensor:
        """Cosines of every token with every token: of meaning, and as learned; (b, n, q, p)."""
        asked = _unit(question[..., -self.shape.meaning :])
        plain = asked @ meaning.transpose(1, 2)
        left, right = (
            x.unflatten(-1, (self.shape.similarities, HEAD)) for x in (self._views(question), views)
        )
        learned = left.permute(0, 2, 1, 3) @ right.permute(0, 2, 3, 1)
        return torch.cat([plain[:, None], learned], dim=1)

    def _drop(self, x: Tensor) -> Tensor:
        """Dropout of whole channels of a pair: as good as of single values, and far cheaper."""
        if not self.training:
            return x
        kept = torch.rand(len(x), 1, x.shape[2]) >= self.shape.dropout
        return x * kept / (1 - self.shape.dropout)


def _head(inputs: int, width: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, 1)
    )


def _unit(x: Tensor) -> Tensor:
    return functional.normalize(x, dim=-1)


def _mean(x: Tensor, mask: Tensor) -> Tensor:
    present = mask[..., None].to(x.dtype)
    return (x * present).sum(1) / present.sum(1)
