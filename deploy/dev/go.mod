module github.com/blooming-blooms/bloom/deploy/dev

go 1.26.0

require github.com/blooming-blooms/bloom v0.0.0

replace github.com/blooming-blooms/bloom => ../..
