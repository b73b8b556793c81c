package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
)

// A token says until when the API vouches for whom: "until.person.seal", the first in epoch milliseconds, the others in
// base64url. The API makes one for each request of a signed-in operator that it passes on to the Web UI.

var errToken = errors.New("the Web UI is reached through the portal, by operators who have signed in")

// longestToken is more than the API ever asks for: a token that claims more was not made by it.
const longestToken = 2 * time.Minute

// readToken tells for whom the API vouches, from the header `Authorization: Bearer …`.
func readToken(header string, key []byte) (string, error) {
	token, ok := strings.CutPrefix(header, "Bearer ")
	if !ok {
		return "", errToken
	}
	said, seal, ok := cutLast(token, ".")
	if !ok {
		return "", errToken
	}
	given, err := base64.RawURLEncoding.DecodeString(seal)
	if err != nil || !hmac.Equal(given, sealOf(said, key)) {
		return "", errToken
	}
	until, person, _ := strings.Cut(said, ".")
	ms, err := strconv.ParseInt(until, 10, 64)
	if left := time.Until(time.UnixMilli(ms)); err != nil || left < 0 || left > longestToken {
		return "", errToken
	}
	name, err := base64.RawURLEncoding.DecodeString(person)
	if err != nil {
		return "", errToken
	}
	return string(name), nil
}

func sealOf(said string, key []byte) []byte {
	seal := hmac.New(sha256.New, key)
	seal.Write([]byte(said))
	return seal.Sum(nil)
}

func cutLast(text, separator string) (string, string, bool) {
	at := strings.LastIndex(text, separator)
	if at < 0 {
		return text, "", false
	}
	return text[:at], text[at+1:], true
}
