package router

import (
	"bytes"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// shrink takes out of a query what it can while it still fails, so that a person can read what is left.
func shrink(t *testing.T, query string, fails func(string) bool) string {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: query})
	if err != nil {
		t.Fatal(err)
	}
	still := func() bool {
		small := written(doc)
		failing := fails(small)
		if failing {
			query = small
		}
		return failing
	}
	for _, o := range doc.Operations {
		for again := true; again; {
			again = thin(&o.SelectionSet, still)
		}
	}
	return query
}

// thin takes single selections, arguments of directives' carriers and levels out, one after the other, and tells
// whether anything was.
func thin(set *ast.SelectionSet, still func() bool) (thinner bool) {
	try := func(with ast.SelectionSet) bool {
		before := *set
		if *set = with; len(with) > 0 && still() {
			thinner = true
			return true
		}
		*set = before
		return false
	}
	for i := 0; i < len(*set); i++ {
		if try(slices.Delete(slices.Clone(*set), i, i+1)) {
			i--
			continue
		}
		switch s := (*set)[i].(type) {
		case *ast.Field:
			if without(&s.Directives, still) {
				thinner = true
			}
			if len(s.SelectionSet) > 0 && thin(&s.SelectionSet, still) {
				thinner = true
			}
		case *ast.InlineFragment:
			if try(slices.Replace(slices.Clone(*set), i, i+1, s.SelectionSet...)) {
				i--
				continue
			}
			if without(&s.Directives, still) {
				thinner = true
			}
			if thin(&s.SelectionSet, still) {
				thinner = true
			}
		}
	}
	return thinner
}

func without(list *ast.DirectiveList, still func() bool) bool {
	before := *list
	if *list = nil; len(before) > 0 && still() {
		return true
	}
	*list = before
	return false
}

func written(doc *ast.QueryDocument) string {
	var b bytes.Buffer
	formatter.NewFormatter(&b, formatter.WithIndent("")).FormatQueryDocument(doc)
	return string(bytes.Join(bytes.Fields(b.Bytes()), []byte(" ")))
}
