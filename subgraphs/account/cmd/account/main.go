// Command account runs the account service.
package main

import (
	"time"

	"github.com/blooming-blooms/bloom/internal/env"
	"github.com/blooming-blooms/bloom/subgraphs/account"
)

func main() {
	env.Main("account", func(r *env.Reader) account.Config {
		return account.Config{
			Addr:              r.String("ADDR", ":4001"),
			DatabaseURL:       r.Required("DATABASE_URL"),
			IdentityPublicKey: r.Required("IDENTITY_PUBLIC_KEY"),
			TokenKey:          r.Required("TOKEN_KEY"),
			Issuer:            r.String("ISSUER", "bloom"),
			RefreshGrace:      r.Duration("REFRESH_GRACE", 5*time.Second),
			LimitSignIns:      r.String("LIMITS", "") == "strict",
			SeedDir:           r.String("SEED_DIR", ""),
			Log:               r.Logger("account"),
		}
	}, account.Run)
}
