"""Where the server listens, and whom it believes when they say who asks: the environment's word, looked at first."""

from __future__ import annotations

import os
from ipaddress import ip_address, ip_network

from pipelines.environment import value_of
from pipelines.problems import WrongUse

ADDRESS_SETTING, PROXY_SETTING = "PEJLING_ADDRESS", "PEJLING_PROXY"
LOOPBACK_ADDRESS = "127.0.0.1"


def listening_address() -> str:
    """The address that PEJLING_ADDRESS names, else this computer's own. Raises WrongUse for what is no address."""
    address = value_of(ADDRESS_SETTING) or LOOPBACK_ADDRESS
    try:
        ip_address(address)
    except ValueError as error:
        raise WrongUse(
            f"{address!r} is no address",
            where=ADDRESS_SETTING,
            remedy="write it in numbers, like 127.0.0.1, or unset it",
        ) from error
    return address


def believe_proxies() -> None:
    """Let the proxies that PEJLING_PROXY names say who asks and whether by TLS, and nobody else. Raises WrongUse.

    Who is believed by mistake can say that a request without TLS came by it, and hide behind another's address.
    """
    proxies = [one.strip() for one in (value_of(PROXY_SETTING) or LOOPBACK_ADDRESS).split(",")]
    for proxy in proxies:
        try:
            network = ip_network(proxy)
        except ValueError as error:
            raise WrongUse(
                f"{proxy!r} is neither an address nor a network",
                where=PROXY_SETTING,
                remedy="write the proxies' addresses with commas between, like 10.1.2.3,10.1.3.0/28",
            ) from error
        if not network.prefixlen:
            raise WrongUse("everybody would be believed", where=PROXY_SETTING, remedy="name the proxies' own addresses")
    # The web server's own setting, which it reads as it starts.
    os.environ["FORWARDED_ALLOW_IPS"] = ",".join(proxies)
