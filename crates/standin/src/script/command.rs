//! What a script does: its data, and the members of Jenkins' classes that it uses.

use jiff::civil::Date;

use super::groovy::{self, Token};

/// What a script does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Generate {
        user: String,
        name: String,
        last_day: LastDay,
    },
    List {
        users: Vec<String>,
    },
    Users {
        skipped: usize,
        count: usize,
    },
    Rename {
        user: String,
        uuid: String,
        name: String,
    },
    Revoke {
        user: String,
        uuid: String,
    },
    /// Each token by user and UUID.
    RevokeSeveral {
        tokens: Vec<(String, String)>,
    },
}

/// The last day on which a token works.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum LastDay {
    Never,
    InDays(u32),
    /// The text for `LocalDate.parse`.
    On(String),
}

impl LastDay {
    /// The date; `None` means never.
    pub(super) fn date(&self, today: Date) -> Result<Option<Date>, String> {
        match self {
            Self::Never => Ok(None),
            Self::On(text) => {
                Date::strptime("%Y-%m-%d", text).map(Some).map_err(|_| format!("{text:?} is no date"))
            }
            Self::InDays(days) => {
                let span = jiff::Span::new().try_days(*days).map_err(|error| error.to_string())?;
                today.checked_add(span).map(Some).map_err(|error| error.to_string())
            }
        }
    }
}

/// A value that a script defines.
#[derive(Debug, PartialEq, Eq)]
enum Value {
    Text(String),
    Texts(Vec<String>),
    Pairs(Vec<(String, String)>),
    Number(u32),
    LastDay(LastDay),
}

// Every name after a dot, in the order of the script. A script that uses another member, or these in another
// order, does something else.
const GENERATE: &str = "toJson getById isBefore now getProperty tokenStore respondsTo generateNewToken respondsTo \
    generateNewToken generateNewToken save tokenListSortedByName find tokenUuid equals uuid hasProperty \
    expirationDate toString name uuid plainValue";
const LIST: &str = "toJson get usageStatisticsEnabled tokenStore tokenListSortedByName collect tokenStats \
    findTokenStatsById uuid hasProperty expirationDate toString uuid name isLegacy creationDate time useCounter \
    lastUseDate time getById id getProperty toString collect";
const USERS: &str = "toJson getAll id sort drop take size";
const RENAME: &str = "toJson getById getProperty tokenStore renameToken save";
const REVOKE: &str = "toJson getById getProperty respondsTo revokeToken tokenStore revokeToken tokenStats removeId \
    isLegacy apiToken save";
const REVOKE_SEVERAL: &str = "toJson getById getProperty tokenStore tokenListSortedByName find equals uuid respondsTo \
    revokeToken tokenStore revokeToken tokenStats removeId isLegacy apiToken save toString collect";

/// What a script does, or why it is not one of the known scripts.
pub(super) fn read(script: &str) -> Result<Command, String> {
    let lines = groovy::lines(script)?;
    let mut lines = lines.iter().map(Vec::as_slice).peekable();
    while lines.next_if(|line| line.first() == Some(&Token::Word("import"))).is_some() {}
    let mut data = Vec::new();
    while let Some([Token::Word("def"), Token::Word(name), Token::Sign('='), value @ ..]) = lines.peek()
        && *name != "answer"
    {
        data.push((*name, value_of(value).ok_or_else(|| format!("{name} has no known value"))?));
        lines.next();
    }
    let body: Vec<&Token<'_>> = lines.flatten().collect();
    let members = body.windows(2).filter_map(|pair| match pair {
        // A field follows `.@`.
        [Token::Sign('.' | '@'), Token::Word(name)] => Some(*name),
        _ => None,
    });
    command(&members.collect::<Vec<_>>().join(" "), data).ok_or_else(|| "this script is not known".to_owned())
}

fn command(members: &str, data: Vec<(&str, Value)>) -> Option<Command> {
    use Value::{LastDay, Number, Pairs, Text, Texts};
    let (names, values): (Vec<&str>, Vec<Value>) = data.into_iter().unzip();
    let mut values = values.into_iter();
    let (first, second, third) = (values.next(), values.next(), values.next());
    Some(match (members, names.as_slice(), first, second, third) {
        (
            GENERATE,
            ["userId", "tokenName", "lastDay"],
            Some(Text(user)),
            Some(Text(name)),
            Some(LastDay(last_day)),
        ) => Command::Generate { user, name, last_day },
        (LIST, ["userIds"], Some(Texts(users)), None, None) => Command::List { users },
        (USERS, ["skipped", "count"], Some(Number(skipped)), Some(Number(count)), None) => {
            Command::Users { skipped: usize::try_from(skipped).ok()?, count: usize::try_from(count).ok()? }
        }
        (
            RENAME,
            ["userId", "tokenUuid", "newName"],
            Some(Text(user)),
            Some(Text(uuid)),
            Some(Text(name)),
        ) => Command::Rename { user, uuid, name },
        (REVOKE, ["userId", "tokenUuid"], Some(Text(user)), Some(Text(uuid)), None) => {
            Command::Revoke { user, uuid }
        }
        (REVOKE_SEVERAL, ["tokens"], Some(Pairs(tokens)), None, None) => Command::RevokeSeveral { tokens },
        _ => return None,
    })
}

/// A value that makes up the rest of its line.
fn value_of(tokens: &[Token<'_>]) -> Option<Value> {
    use Token::{Number, Sign, Text, Word};
    if let Some((text, [])) = text(tokens) {
        return Some(Value::Text(text));
    }
    Some(match tokens {
        [Number(number)] => Value::Number(*number),
        [Word("null")] => Value::LastDay(LastDay::Never),
        [Word("LocalDate"), Sign('.'), Word("parse"), Sign('('), Text(date), Sign(')')] => {
            Value::LastDay(LastDay::On(date.clone()))
        }
        [
            Word("LocalDate"),
            Sign('.'),
            Word("now"),
            Sign('('),
            Sign(')'),
            Sign('.'),
            Word("plusDays"),
            Sign('('),
            Number(days),
            Sign(')'),
        ] => Value::LastDay(LastDay::InDays(*days)),
        _ => match (list(tokens, text), list(tokens, pair)) {
            (Some((texts, [])), _) => Value::Texts(texts),
            (_, Some((pairs, []))) => Value::Pairs(pairs),
            _ => return None,
        },
    })
}

/// Two texts in brackets, and what comes after them.
fn pair<'a, 's>(tokens: &'s [Token<'a>]) -> Option<((String, String), &'s [Token<'a>])> {
    let (texts, rest) = list(tokens, text)?;
    let [first, second] = <[String; 2]>::try_from(texts).ok()?;
    Some(((first, second), rest))
}

/// A text in one constant or joined from several, and what comes after it.
fn text<'a, 's>(tokens: &'s [Token<'a>]) -> Option<(String, &'s [Token<'a>])> {
    use Token::{Sign, Text, Word};
    if let [Text(text), rest @ ..] = tokens {
        return Some((text.clone(), rest));
    }
    let constant = |tokens: &'s [Token<'a>]| match tokens {
        [Text(text), rest @ ..] => Some((text.clone(), rest)),
        _ => None,
    };
    match list(tokens, constant)? {
        (constants, [Sign('.'), Word("join"), Sign('('), Text(glue), Sign(')'), rest @ ..]) => {
            Some((constants.join(glue), rest))
        }
        _ => None,
    }
}

/// Items between brackets, and what comes after them.
fn list<'a, 's, T>(
    tokens: &'s [Token<'a>],
    item: impl Fn(&'s [Token<'a>]) -> Option<(T, &'s [Token<'a>])>,
) -> Option<(Vec<T>, &'s [Token<'a>])> {
    let (Token::Sign('['), mut rest) = tokens.split_first()? else { return None };
    let mut items = Vec::new();
    loop {
        match rest {
            [Token::Sign(']'), after @ ..] => return Some((items, after)),
            [Token::Sign(','), after @ ..] if !items.is_empty() => rest = after,
            _ if items.is_empty() => {}
            _ => return None,
        }
        let (value, after) = item(rest)?;
        items.push(value);
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// A script that uses these members.
    fn script(data: &str, members: &str) -> String {
        format!("import a.b.C\n\n{data}\ndef answer = {{}}\nx.{}()\n", members.replace(' ', "()?."))
    }

    #[test]
    fn a_script_is_known_by_its_data_and_the_members_it_uses() {
        let data = r"def userId = 'Zoë\'s'
def tokenName = ['a', '\\u0027', ' b'].join('')
def lastDay = LocalDate.now().plusDays(30)";
        let (user, name) = ("Zoë's".to_owned(), "a\\u0027 b".to_owned());
        let expected = Command::Generate { user, name, last_day: LastDay::InDays(30) };
        assert_eq!(read(&script(data, GENERATE)), Ok(expected));
        let users = vec!["a".to_owned(), "bc".to_owned(), "d".to_owned()];
        assert_eq!(
            read(&script("def userIds = ['a', ['b', 'c'].join(''), 'd']", LIST)),
            Ok(Command::List { users })
        );
        assert_eq!(read(&script("def userIds = []", LIST)), Ok(Command::List { users: Vec::new() }));
        let pair = |user: &str, uuid: &str| (user.to_owned(), uuid.to_owned());
        let tokens = vec![pair("a", "u-1"), pair("bc", "u-2")];
        assert_eq!(
            read(&script("def tokens = [['a', 'u-1'], [['b', 'c'].join(''), 'u-2']]", REVOKE_SEVERAL)),
            Ok(Command::RevokeSeveral { tokens })
        );
        let users = Command::Users { skipped: 200, count: 100 };
        assert_eq!(read(&script("def skipped = 200\ndef count = 100", USERS)), Ok(users));
    }

    #[test]
    fn a_script_that_does_anything_else_is_refused() {
        let data = "def userId = 'a'\ndef tokenUuid = 'u-1'";
        assert!(read(&script(data, REVOKE)).is_ok());
        for (data, members) in [
            (data, "getById delete"),
            (data, &*format!("{REVOKE} exit")),
            (data, USERS),
            ("def userId = 'a'", REVOKE),
            ("def tokenUuid = 'u-1'\ndef userId = 'a'", REVOKE),
            ("def userId = 'a'\ndef tokenUuid = 7", REVOKE),
            ("def userId = 'a' + 'b'\ndef tokenUuid = 'u-1'", REVOKE),
            ("def userId = ['a' 'b'].join('')\ndef tokenUuid = 'u-1'", REVOKE),
            ("def userId = 'a'\ndef tokenUuid = 'u-1'\ndef more = 1", REVOKE),
        ] {
            assert!(read(&script(data, members)).is_err(), "{data}");
        }
    }

    #[test]
    fn an_expiry_is_never_a_date_or_days() {
        let today = date(2026, 11, 24);
        let on = |text: &str| LastDay::On(text.to_owned()).date(today);
        assert_eq!(LastDay::Never.date(today), Ok(None));
        assert_eq!(LastDay::InDays(30).date(today), Ok(Some(date(2026, 12, 24))));
        assert_eq!(on("2026-12-31"), Ok(Some(date(2026, 12, 31))));
        assert!(on("soon").is_err() && LastDay::InDays(u32::MAX).date(today).is_err());
    }
}
