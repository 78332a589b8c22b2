package validate

import (
	"fmt"
	"math"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"

	"github.com/blooming-blooms/bloom/router/internal/answer"
)

// valuesOfCorrectType wants each literal to be of the type that stands where it does. The parser's own rule refuses
// numbers beyond 64 bits also for ID and Float, and takes them beyond 32 bits for Int.
func valuesOfCorrectType(suggestions bool) core.Rule {
	return core.Rule{Name: "ValuesOfCorrectType", RuleFunc: func(observers *core.Events, add core.AddErrFunc) {
		observers.OnValue(func(_ *core.Walker, value *ast.Value) {
			if value.Definition == nil || value.ExpectedType == nil || value.Kind == ast.Variable {
				return
			}
			l := constant{value, add, suggestions}
			switch {
			case value.Kind == ast.NullValue:
				if value.ExpectedType.NonNull {
					l.refuse(fmt.Sprintf(`Expected value of type %q, found null.`, value.ExpectedType))
				}
			case value.Kind == ast.ListValue && value.ExpectedType.Elem != nil:
			case value.Definition.Kind == ast.InputObject:
				l.object()
			case value.Definition.Kind == ast.Enum:
				l.enum()
			case value.Definition.Kind == ast.Scalar:
				l.scalar()
			}
		})
	}}
}

type constant struct {
	*ast.Value
	add         core.AddErrFunc
	suggestions bool
}

func (l constant) refuse(message string, more ...core.ErrorOption) {
	l.add(append([]core.ErrorOption{core.Message("%s", message), core.At(l.Position)}, more...)...)
}

// didYouMean suggests what looks like what was written, if the schema is no secret.
func (l constant) didYouMean(prefix, written string, known []string) []core.ErrorOption {
	if !l.suggestions || len(written) > answer.MaxMessage {
		return nil
	}
	return []core.ErrorOption{core.SuggestListQuoted(prefix, written, known)}
}

// shown is the literal as far as a message has room for it.
func (l constant) shown() string {
	if l.Kind == ast.ListValue || l.Kind == ast.ObjectValue {
		return map[ast.ValueKind]string{ast.ListValue: "a list", ast.ObjectValue: "an object"}[l.Kind]
	}
	return answer.Short(l.String())
}

func (l constant) enum() {
	name := l.Definition.Name
	var known []string
	for _, v := range l.Definition.EnumValues {
		known = append(known, v.Name)
	}
	switch {
	case l.Kind != ast.EnumValue:
		l.refuse(fmt.Sprintf(`Enum %q cannot represent non-enum value: %s.`, name, l.shown()), l.didYouMean("Did you mean the enum value", l.Raw, known)...)
	case l.Definition.EnumValues.ForName(l.Raw) == nil:
		l.refuse(fmt.Sprintf(`Value %q does not exist in %q enum.`, l.shown(), name), l.didYouMean("Did you mean the enum value", l.Raw, known)...)
	}
}

func (l constant) object() {
	name := l.Definition.Name
	if l.Kind != ast.ObjectValue {
		l.refuse(fmt.Sprintf(`Expected value of type %q, found %s.`, l.ExpectedType, l.shown()))
		return
	}
	given := make(map[string]*ast.Value, len(l.Children))
	for _, child := range l.Children {
		given[child.Name] = child.Value
		if l.Definition.Fields.ForName(child.Name) == nil {
			var known []string
			for _, f := range l.Definition.Fields {
				known = append(known, f.Name)
			}
			l.add(append([]core.ErrorOption{core.Message(`Field "%s" is not defined by type "%s".`, answer.Short(child.Name), name), core.At(child.Position)},
				l.didYouMean("Did you mean", child.Name, known)...)...)
		}
	}
	for _, f := range l.Definition.Fields {
		if f.Type.NonNull && f.DefaultValue == nil && given[f.Name] == nil {
			l.refuse(fmt.Sprintf(`Field "%s.%s" of required type %q was not provided.`, name, f.Name, f.Type))
		}
	}
	if l.Definition.Directives.ForName("oneOf") == nil {
		return
	}
	if len(given) != 1 {
		l.refuse(fmt.Sprintf(`OneOf Input Object %q must specify exactly one key.`, name))
		return
	}
	for field, value := range given {
		if value.Kind == ast.NullValue {
			l.refuse(fmt.Sprintf(`Field "%s.%s" must be non-null.`, name, answer.Short(field)))
		}
	}
}

func (l constant) scalar() {
	switch l.Definition.Name {
	case "Int":
		if _, err := strconv.ParseInt(l.Raw, 10, 32); l.Kind == ast.IntValue && err != nil {
			l.refuse("Int cannot represent non 32-bit signed integer value: " + l.shown())
		} else if l.Kind != ast.IntValue {
			l.refuse("Int cannot represent non-integer value: " + l.shown())
		}
	case "Float":
		if l.Kind != ast.IntValue && l.Kind != ast.FloatValue || !isFinite(l.Raw) {
			l.refuse("Float cannot represent non numeric value: " + l.shown())
		}
	case "String":
		if l.Kind != ast.StringValue && l.Kind != ast.BlockValue {
			l.refuse("String cannot represent a non string value: " + l.shown())
		}
	case "Boolean":
		if l.Kind != ast.BooleanValue {
			l.refuse("Boolean cannot represent a non boolean value: " + l.shown())
		}
	case "ID":
		if l.Kind != ast.StringValue && l.Kind != ast.BlockValue && l.Kind != ast.IntValue {
			l.refuse("ID cannot represent a non-string and non-integer value: " + l.shown())
		}
	}
}

// isFinite tells whether the number has a place among those of 64 bits.
func isFinite(number string) bool {
	f, err := strconv.ParseFloat(number, 64)
	return err == nil && !math.IsInf(f, 0)
}
