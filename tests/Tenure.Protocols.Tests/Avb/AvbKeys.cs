using System.Security.Cryptography;

namespace Tenure.Protocols.Tests.Avb;

/// <summary>Keys that guard nothing: RSA keys cannot be made of a word as the others are.</summary>
internal static class AvbKeys
{
    private const string SmallText =
        "MIIEpAIBAAKCAQEAw5EdfhyJ2ROX3OSOYu4MriCwrK5pjWZFEjS8G2mIiEJG4N8d8ZSIv+XbN2oWRSzPwkwZEmOMoO5FJWMZP/P1/fBa6+kQoZaqseufljrJIdqnpj8vEVAdOslkD8YRTMzD+ggWCZ" +
        "D0b3CbNbQYB2H+7/Qswi6wNc6QxTFNH6Zp4P8FcE5qSB7FrqUNOhhBllqoSHDgasvcgXLK9p0GQloU+lL5QICbH4yFu/C5l9jnlTUJjbdWhyn/2wu/t8Ttl1wzSmo5/IKu+/iSiXkud+aETyrwDtxQ" +
        "cf0ojvcgNmocJDP+vbztvUKfZnWL+QR17fDGrl4649MomPJpfPC9ms4j1QIDAQABAoIBAAllA/XuMIgLSykLGLTzawwFWX9eHId0oX5LprqpYevrxSRhy3oysLQJOnPpxnqZubxDdBPgUN3dPFicr1" +
        "aVZVyGypNZHZmpl3cXEtJAbi+QZavUjrIF93V+va4NTYDzODnfYBGjEz70OZyFk37tS/YidHD6la/sBaPXZ7VMxPrQJ99/lvMR5H6xjfaADQ5j5122baMIVJgbPsY8EaK80ljsrgKrElwWw3K10B/Q" +
        "yy/DOJnnOFzj28N1KqVSecNRg7DtSQOyrWwGRsZR2HhfVws8JVl8fHPmi16V02OMAbq2ZOy9sv2f4zOIolqizkISK3WVQrrgszNGKyBeGHCQbXkCgYEA69ociezOKrplVdH2vAVJ59XnRdtLRyczCx" +
        "hAVZUhG0Mtb87vb9PdMfnFTvIk5zWApQv2GMRthuDl+hlyXj7uOq5oZGrmGvYdJnxkYcbMdvEBpePigTQN8Xgjnw7/os0URDeYhD2DuiEohO1eVL0GY4HJWHfmKWqH+nZTuT4cMSkCgYEA1EYAPOFV" +
        "uQ3RhZjL/nyjZyI8PqhOVzuloGa9dy6t9eTX7U+SGhrTKeyN3KP2JqssKQ4zTflcppG0P23juHy8CGOoZHs2zX8FS5k8/HzAFX5D6dwdFbsef4z2Blu69BFI3OOQJ+7KjuFBkjweunrbbEf8t/bBq3" +
        "1siSABmVvfVs0CgYEAqjxcrRFIHn879Z3/webvWW+D52BKDam1piRzC1MA+nSar0Fmggkid5gZWspc6KYtnPPtRiNCC0D5vnPvoSc7PQ/2OcUPIhbTI5xVuF2N56w9zEeYjjnMdqaIz5471n7AShz2" +
        "8TyVgBu+63OJyxBFND3R3xFsCCjkzVvrQqIaJ0ECgYBlE2ftlUZiNWg8+wK3jNWpuC2DkFStSOOWuxUgeQOwgGUoxKjG8Vr3LYJnO1NsGjmO2wom6MPrNJnlUggKwqouPHXkUp9HvmHhG3hkqWo1Uc" +
        "g4xOy8ejsNdSt435jnuos9UsZDnXqqCixU23euR+3PY3+8gSy64aAaszjPs2VnSQKBgQC0IGqJY7bGhrP77lYqgRDOa01WvEokD7OsfgYzCuJbu2qDd/Xz+IFBepxFd1bLLAdzZggCufp7sHrTTX2w" +
        "TRgKecsxAZUwc9MFKGzPq49s/59faLJsSqNc7LMrkERMZ4DdIbg1jVttQtewMAAP487Ig6Ic3iH3njs5FetqALQDHw==";

    private const string LargeText =
        "MIIJKAIBAAKCAgEAntk/ZC3d1yJ3C06kDfS71lZ39nnHkJAQ5hmSY9D21qbCMUY9+Ks1MiS1bbbWGJ6sog6NS5mpmzS1CTZIcW3KmPMTb0DPjcSDVpwrF6Mh1chu3WH9ssR1u4+Aktd4n4Vc7nE7hU" +
        "4jB+PcA29xydXcvPwT2srbAjE19TvI7+MPW058MlzNcRYZmEiOi57v9OLl33I2/aobJ/2B3eF4dAEoCnOiN5KjGxJ/hmB79Ef9JBkgYR65IJUvGzv0+5tByynckZf34YDlSTwe2/OiMZQbmsauSP77" +
        "qbl/pe+e6m8KAtY/fTzgo57mGr/d+2MCHWR/IX2cTpFBQvrU2avOEM3HD4eai1v3FfeFxTbo74wJiySVkxtCDUjjeg/ehJBtwXi2C4FpqKdKeeYuTJHY14k05RUTAGMeDEso2/BvEIZDPPtjowo5IA" +
        "o0a94C8VkshiEybsu+XU4c/dSr5zckSzlV7nfQB9CF0JJBE9fm0PefZLpP4eZ4l4S5H4blctOIRhq6o4yFYWgK8pSMJg1kE/lZrLNZuUeSnCci5YVcRabioo7CyY97DIG3cxxgUx5i1Z7aDXsV/+Gd" +
        "FNfVMbHUCxAPyJWWInEEmhhwuvCqJiEgNF0M+XZmNBye7O+fZju4pkpQ+NsE+BxhX0B8dwc1J0QOR2TJKo7wDkobi1jXVQYFecMCAwEAAQKCAgAk9eWzGJ0CnslWPzEa8jP2ll4JYqKVt3/HGnIeeZ" +
        "PFtD2BG5f10VhqV3JDmgRM7Da86mfkDFgTffsVrqTCh8pZNk3yWAEzOmNY9rNsJ5AK3z00k8VlICNIxgYjpLEzZOOPs5cm2Fx8TH936SlvziwzaO/xu7uj0fF9IzEI6Cs9kpCBY2iGBJ9l+JP6Vrv8" +
        "ngLgsAGtmjQBZRIfn4PYciBv9iHrjloXRYGYscCFwW5cROBs2Ko4s52nV5cUKDbx38artdF+jfBLzwpbIWA+6vhVVh9dar8B6eCSqqOuZrHMoS9ao5ydVa6y0KwE/y+RyT1vfHuvKEsoG5cFIt2quU" +
        "a0r33KroUWyXRcZPa6CLd6WYzv31X3istOmBYud+mpw4r0uuCSgERnIUDJgVEhK8uqcFInPGeARkljB3De9UbHUp3rZtS9ocCP/j2zpaTXruGyq/YQ1RjaPiczenJN1RnFm5fhzdLrSnIAgLOqpUeX" +
        "EjlrTFQ7ePRtZQGEumEvONmpOpSXNzjsZsD1Vas1YwknXW8hX6O5RtLtXHB4BJB1hMihkqxrjFVJHtYgRlZ2HHhDM635j7LQBnT0/2RGECk23GNxrFVjjEUy0NiiGvzT136y0Aynng7U1KFXblVt7u" +
        "w5YV6ssdsusQx2LQkN6xtSUyi5GMSNBUoXm4568uDJCQKCAQEAzFIYm1+F8UEFLFO0ox658FOxYbZdC+4p+il4FAt9vGpynlTnp3nhd1jPGnch68ShvtDyGI9Cihv7FHd7oBc4Vl4XqnG9SyOK2kxL" +
        "Ho5N76zatoL71pKxDk5W0S0iLAJ+9aJpQtEYUZ2fQgHzqAGCg6ZMVziLt50fB1JtywOg5pzXtjp2jwEfT9u7RUG4znxPgKhdd3MD9IhyV2YaZFrMJOqFZFYlujYh9Gyudiu84vd3ghVJ0nOHlvXkay" +
        "xElM2a3n5LgDIfqdldRhyJ4ltIuj12fZIUNXlb3kfom4FNfrtctdY5pLBlTaxULkst0rK8Rr5mgQvOLMTMnRWGf/uofwKCAQEAxwbN5+WFVpRtsNlfYfeB/3iafSDeV4lCQvz52YEtPHWhN3gdmsC1" +
        "FDsHJJKayf8f9wKFTwcc7OOxLyuIpDMXtYl20CNxell1K/nnZOYVWKGjgAIJU8mAPyoU3IagNNWugffxBWRjJeg4Sb2ooZaoryiLARBWhXoK2WiEVpm823YECglHnxEvSed2o+4gtSNllQdMsNzQNc" +
        "GLyNm0pvcSx2sjbUWq/BI03cLwewsN342k5e28mGGLWhJDNtHa7ATNI/3eGJvRjPK9z23H96xYgCr781B2SCx8NZWJwJGpZ75dt7C/xKH5ufMVvo2OqyNHlodUEfXQcY/xheIH+5vsvQKCAQAOaOPP" +
        "YWdC4oEI5UZiErKuXliuOXxKcRuIxw/u6fiOJzu6KubDivb5wcupZCmCRTXbDUVlsgTRVLPad6rCWaDhhnVI0gi1meYbCzJpD0Qz2Q77vDUipunRxnic+//i9rIZhMDDs5dxehpXP2f9u02HF11e8V" +
        "/5LR2ZGJkhrjnUyc70zR67ayrYKPkGI2JzPZUlz7n3yKbIwi6+Nzc5SKYJHHkX4HN8tICkil2re94wa5+EDxhLvVYcsW7QmCimDfIUKvgMLHzLL8dCQJUA38s7R0ZqCLlgJBT0kkG3ZeEfRPt+34Ll" +
        "OIOMfNDbCvZKW8yneJomE70Qrzh3A6OetxLlAoIBAFC6ktSoRcCLrj6YvVbIhWNxsQBmT6mkFEuFv3aZLhcjA4SzZRa7affNxaTxDnY21OlljVsz4Gi6JsmiV+d6jfhlzNq6NbJSDPQMhu5nYWs1DV" +
        "PD/7KLvkhgsluNA/jKX+F6B7qPMKRUoFhQ5NC+gqehw1hoHyA/E52CBoP2EiPWp+bGQtXjq5HHoFj4Iy42MGMVtebbel0Dp8aNf/hlqalX7OPK6YMbg3QcOV0/a54tHyDgoKoSjuq3E6ptzuYDQI6D" +
        "0A2dTo9ketdjiUQOFUvPo6jbD09RNASsJlcE/nkFP5Bd0jtZFCl3z28ejisewU/ujoxGcAlQQMB0oZZOdeUCggEBAK26/HyVJOAHUcM3HKSA4TD1KfqyZLgaMhR+B9+cI4/rDFaOLyFAbzvqN1KfLD" +
        "65ZeQf2YE9t9CJQH34iq/6YSTc3zD6cCifYLd8+ZRE/xelKCS4owlY5C3GwL6pKrwkWWED70N7hI848/Nd/d4aW/Hd3DnQdEcWHAN6tdu4FnazEkfITM2tUU4dqQ34pF/UCedxVEprdTTzs8M86SgI" +
        "7FCPmg06BkBHQ6E6sGnIBRRfUSzelqs9jnyN8nzSUL0TwHg3/F+SxzazLYC/0VHmwYhqL3FWQ7/l/xqqjGcUelWQfzvoOWB4NrrIa0tswvIPOxUFYyGLLRWSlRAFolN74t4=";

    /// <summary>2048 bits.</summary>
    public static RSA Small { get; } = Import(SmallText);

    /// <summary>4096 bits.</summary>
    public static RSA Large { get; } = Import(LargeText);

    private static RSA Import(string text)
    {
        var key = RSA.Create();
        key.ImportRSAPrivateKey(Convert.FromBase64String(text), out _);
        return key;
    }
}
