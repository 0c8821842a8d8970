namespace Torrone.NuGet.V2;

/// <summary>
/// Reads <c>$filter</c>: or, and, not, the six comparisons, parentheses, seven functions over text, and the properties of
/// <see cref="V2Property"/>. Everything else is an error with its place, never a guess.
/// </summary>
public sealed class FilterParser
{
    /// <summary>The longest filter that is read, in characters.</summary>
    public const int Longest = 2_000;

    private const int Deepest = 32;
    private const int MostTokens = 400;

    private readonly List<FilterToken> tokens;
    private int at;
    private int depth;

    private FilterParser(List<FilterToken> tokens) => this.tokens = tokens;

    private FilterToken Current => tokens[at];

    /// <summary>The filter; null when there is none, which every entry passes.</summary>
    /// <exception cref="ODataException">It is not understood.</exception>
    public static FilterExpression? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > Longest)
        {
            throw new ODataException(ODataProblem.TooComplex, Longest + 1);
        }

        var tokens = FilterLexer.Read(text);
        if (tokens.Count > MostTokens)
        {
            throw new ODataException(ODataProblem.TooComplex, tokens[MostTokens].Position);
        }

        FilterParser parser = new(tokens);
        var start = parser.Current;
        var filter = parser.Or();
        return parser.Current.Kind == FilterTokenKind.End ? Flag(filter, start) : throw parser.Unexpected();
    }

    private FilterExpression Or()
    {
        var start = Current;
        var left = And();
        while (Current.Is("or"))
        {
            at++;
            var next = Current;
            left = new LogicalExpression(Both: false, Flag(left, start), Flag(And(), next));
        }

        return left;
    }

    private FilterExpression And()
    {
        var start = Current;
        var left = Unary();
        while (Current.Is("and"))
        {
            at++;
            var next = Current;
            left = new LogicalExpression(Both: true, Flag(left, start), Flag(Unary(), next));
        }

        return left;
    }

    private FilterExpression Unary()
    {
        if (!Current.Is("not"))
        {
            return Comparison();
        }

        at++;
        var start = Current;
        Enter();
        var inner = Unary();
        depth--;
        return new NotExpression(Flag(inner, start));
    }

    private FilterExpression Comparison()
    {
        var left = Primary();
        var sign = Current;
        if (sign.Kind != FilterTokenKind.Name || sign.Text is not ("eq" or "ne" or "gt" or "ge" or "lt" or "le"))
        {
            return left;
        }

        at++;
        var right = Primary();
        return Comparable(left.Type, right.Type, sign.Text)
            ? new CompareExpression(sign.Text, left, right)
            : throw new ODataException(ODataProblem.WrongType, sign.Position, sign.Text);
    }

    private FilterExpression Primary()
    {
        var token = Current;
        if (token.IsSign('('))
        {
            at++;
            Enter();
            var inner = Or();
            depth--;
            Expect(')');
            return inner;
        }

        if (token.Kind == FilterTokenKind.Literal)
        {
            at++;
            return Literal(token);
        }

        if (token.Kind != FilterTokenKind.Name)
        {
            throw Unexpected();
        }

        at++;
        if (Current.IsSign('('))
        {
            return Call(token);
        }

        return V2Property.TryFind(token.Text, out var property)
            ? new PropertyExpression(property)
            : throw new ODataException(ODataProblem.UnknownName, token.Position, token.Text);
    }

    private CallExpression Call(FilterToken name)
    {
        if (CallExpression.Arity(name.Text) is not { } arity)
        {
            throw new ODataException(ODataProblem.UnknownName, name.Position, name.Text);
        }

        Expect('(');
        Enter();
        List<FilterExpression> arguments = [];
        for (var i = 0; i < arity; i++)
        {
            if (i > 0)
            {
                Expect(',');
            }

            var start = Current;
            var argument = Or();
            if (argument.Type is not (null or EdmType.Text))
            {
                throw new ODataException(ODataProblem.WrongType, start.Position, name.Text);
            }

            arguments.Add(argument);
        }

        depth--;
        Expect(')');
        return new CallExpression(name.Text, arguments);
    }

    private static LiteralExpression Literal(FilterToken token) => token.Value switch
    {
        string text => new LiteralExpression(EdmType.Text, text),
        bool flag => new LiteralExpression(EdmType.Flag, flag),
        long number => new LiteralExpression(EdmType.Int64, number),
        ODataTime time => new LiteralExpression(EdmType.Time, time.Milliseconds),
        _ => new LiteralExpression(null, null),
    };

    private static bool Comparable(EdmType? left, EdmType? right, string comparison) =>
        left is null || right is null
            ? comparison is "eq" or "ne"
            : left == right || (IsNumber(left) && IsNumber(right));

    private static bool IsNumber(EdmType? type) => type is EdmType.Int32 or EdmType.Int64;

    private static FilterExpression Flag(FilterExpression expression, FilterToken start) => expression.Type == EdmType.Flag
        ? expression
        : throw new ODataException(ODataProblem.WrongType, start.Position, start.Text);

    private void Enter()
    {
        if (++depth > Deepest)
        {
            throw new ODataException(ODataProblem.TooComplex, Current.Position);
        }
    }

    private void Expect(char sign)
    {
        if (!Current.IsSign(sign))
        {
            throw Unexpected();
        }

        at++;
    }

    private ODataException Unexpected() => new(ODataProblem.Unexpected, Current.Position, Current.Text);
}
