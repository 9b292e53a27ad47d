//! The question before tokens are revoked.

/// What the question before revoking says.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Question {
    /// How many tokens are to be revoked.
    pub(super) tokens: usize,
    /// How many of them are in use: at most one at each controller.
    pub(super) in_use: usize,
}

impl Question {
    /// The question about the tokens of several controllers.
    pub(super) fn sum(questions: impl Iterator<Item = Self>) -> Self {
        questions.fold(Self::default(), |sum, more| Self {
            tokens: sum.tokens + more.tokens,
            in_use: sum.in_use + more.in_use,
        })
    }

    pub(super) fn text(self, place: &str) -> String {
        let tokens = match self.tokens {
            1 => "this token".to_owned(),
            tokens => format!("these {tokens} tokens"),
        };
        let in_use = match (self.in_use, self.tokens) {
            (0, _) => String::new(),
            (1, 1) => ", which is in use,".to_owned(),
            (1, _) => ", including the one in use,".to_owned(),
            (in_use, tokens) if in_use == tokens => ", which are all in use,".to_owned(),
            (in_use, _) => format!(", including the {in_use} in use,"),
        };
        format!("Revoke {tokens}{in_use} at {place}?")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(tokens: usize, in_use: usize) -> String {
        Question { tokens, in_use }.text("2 controllers")
    }

    #[test]
    fn the_question_says_how_many_tokens_are_in_use() {
        assert_eq!(question(1, 0), "Revoke this token at 2 controllers?");
        assert_eq!(question(1, 1), "Revoke this token, which is in use, at 2 controllers?");
        assert_eq!(question(5, 0), "Revoke these 5 tokens at 2 controllers?");
        assert_eq!(question(5, 1), "Revoke these 5 tokens, including the one in use, at 2 controllers?");
        assert_eq!(question(5, 2), "Revoke these 5 tokens, including the 2 in use, at 2 controllers?");
        assert_eq!(question(2, 2), "Revoke these 2 tokens, which are all in use, at 2 controllers?");
    }

    #[test]
    fn the_tokens_in_use_at_several_controllers_are_added_up() {
        let at = |tokens, in_use| Question { tokens, in_use };
        let sum = Question::sum([at(3, 1), at(2, 0), at(4, 1)].into_iter());
        assert_eq!((sum.tokens, sum.in_use), (9, 2));
    }
}
