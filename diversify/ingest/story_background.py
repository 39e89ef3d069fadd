"""How common words are in headlines at large, for a corpus too small to know it by itself.

In a hundred headlines "inside" stands twice and so does the name of a town; only the second tells anything. Shares of
headlines that hold a word are given in four steps for words that any news uses, whatever it tells; of all others only
the length is known: short words are common (Zipf 1935, "The psycho-biology of language").
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from diversify.ingest.story_words import stem

Floats = NDArray[np.float64]

_BY_LENGTH = np.array([0.2, 0.2, 0.1, 0.02, 0.003, 0.001])  # of headlines that hold a word of so many letters
_NUMBER = 0.01  # and of short numbers
_NUMBER_DIGITS = 3
_COMMON = (
    (
        0.08,
        """a an and are as at be by for from has have he her his how i in is it its of on or that the their they this
        to was what who why will with you your not but after over new say says said der die das und den von zu mit
        sich des auf für ist im dem nicht ein eine als auch nach bei einer um am aus wird le la les et du en une que
        est pour dans qui au sur pas par plus avec son aux se un ce à sont el los las del una por con para al es lo
        como más pero sus su y no sin tras il di che per è della non si da dei gli sono nel alla più o os do dos em
        uma é com na nas mais mas ao não após de het een van dat op te met voor zijn niet aan er om bij ook""",
    ),
    (
        0.02,
        """about all amid back before best big can could day days did do does down during first get gets getting go
        goes going had here if into just know last like look make makes making man men more most need now off one
        open our out own people play plan report reports see set sets shows show still take takes than them there
        these thing things time times top two up use want was we week were when where which while women would year
        years us against another any because been being between even every face faces find finds five four good got
        great high home inside keep latest let life live long lost many may me might much must my next no old only
        other right she should so some such tell tells that's then those three through today tonight too try trying
        under until via very video watch way work world wrong yet it's here's what's don't isn't won't can't him
        nach vor über unter zwischen gegen noch nur jetzt neue neuer neues mehr wie wer warum sie er wir ihr ihre
        kein keine haben hat sein war werden kann soll muss will jahr jahre tag tage uhr après avant contre entre
        sous encore leur leurs ses mais ou où comment pourquoi nouveau nouvelle ans deux fait ont été être cette ces
        elle il ils nous vous sobre contra desde hasta ya dos tres años año nuevo nueva han ser está este esta qué
        cómo dopo prima contro tra fra anche ancora due anni anno nuovo nuova ha hanno essere questo questa come
        depois antes já dois anos ano novo nova foi são como over tegen tussen nog nieuwe nieuw jaar dag uit naar
        maar hoe wat waarom worden wordt heeft""",
    ),
    (
        0.007,
        """access accused act action add adds again age ago agree agrees ahead air almost alone along already also
        always announce announced announces anniversary announcement answer apart appear appears area around arrest
        arrested art ask asks attack away award awards bad ban bank based battle beat beats become becomes begin
        begins behind believe better bid biggest bill black board body book boost boss both boy break breaks bring
        brings build business buy call called calls came campaign car cards care case cases cause caused celebrate
        celebrates center central centre chance change changes charge charged charges chief child children city
        claim claims close closer come comes coming community companies company control cost country couple court
        crash create crisis cut cuts dad daily dark data daughter dead deal death debut decade decide decision
        demand details die died dies different director doctor dog done double draw dream drive drop drops due each
        early easy edition effort eight end ends enough enter episode event ever everyone everything exclusive
        expect expected expects expert experts explain explains eye fact fail fails fall falls family fan fans far
        fast favorite fear fears feel few fight file files film final finally fire fix follow food force former
        forward found free friend front full fun funny future game games gave gift girl give gives global gone
        government group groups grow growth guide guy half hand happen happened happens hard head heads health hear
        heart help helps hero hide hit hits hold holds hope hopes hot hour house huge human husband idea impact
        important issue issues job jobs join joins joke judge keeps key kid kids kill killed kills kind king lack
        large late later launch launched launches law lawsuit lawyer lead leader leaders leads learn least leave
        leaves led left less lets letter level lie light likely line list little lives local looking looks lose loss
        lot love low made major market mark marks mean means media meet meets member message million billion
        trillion mind minute miss mom moment money month months morning mother move moves movie music name named
        names national near nearly never news night nine nothing number numbers offer offers office officer official
        officials ok once online opens order others outside pack part parents party pass past pay percent per
        perfect person photo photos pick place plans play player players playing plays plus point police policy poll
        power prepare president press price prices problem product program project proof protest public push put
        puts question questions quick quit race raise raises rate rates reach reaches read ready real really reason
        reasons record red reject release released releases remain report reportedly reported response rest result
        results return returns reveal revealed reveals review rise rises rising risk road role room rule rules run
        runs safe sale sales save says scene school science season second secret security seek seeks seen sell send
        sends senior series serious service seven share shares shop short shot side sign signs since single six
        small social son song soon source sources speak special spring stand star stars start starts state states
        stay step stop stops stories story street strong student study sue suffer summer support sure surprise
        suspect system talk talks team tech teen ten test thanks think third thousand threat ticket tips together
        told took tour town trade trailer travel trial trip true trust truth turn turns under unveil unveils update
        updated updates urge urges user value view visit vote wait walk wall wants war warn warning warns watching
        ways wear weekend weeks went white whole wife win wins winner winter without woman won word words worker
        workers working works worst worth write wrote young january february march april june july august september
        october november december monday tuesday wednesday thursday friday saturday sunday spoiler recap analysis
        opinion editorial interview breaking quiz quotes tweets tweet twitter facebook youtube internet website blog
        america american americans uk britain europe china india""",
    ),
    (
        0.003,
        """ability able abuse accept account across actor actress address admit admits adult advice affair affect
        afternoon agency agenda agent agreement aid aim airport alert alleged allegedly allow allows amazing annual
        apologize appeal approach approve approves army arrive article assault attempt attention average avoid
        awesome baby ball band base basic beach bear beautiful beauty bed benefit bet beyond birth birthday bit
        blame blast blood blow blue bomb bond born box brain brand bridge brief bright broken brother budget burn
        button cancer candidate capital captain career cash cat celebrity cell chair challenge championship
        character chat check choice choose christmas church citizen civil class clean clear click climate club coach
        coast cold collapse collection college color comedy comment committee common compare competition complete
        computer concern concerns confirm confirms congress connect consider consumer contact contract conversation
        cook cool copy corner corporate council count course cover covers crazy credit crew crime critic cross crowd
        culture current customer damage dance danger date deadline deadly defend defense degree delay delays deliver
        deny denies department design despite destroy develop development device difference digital dinner disaster
        discover discuss disease district divorce document dollar door doubt dozens dress driver drug earn earth
        economic economy education election electric emergency emotional employee employees energy engine enjoy
        entire environment escape essential estate evening evidence exactly example executive exit experience
        explore express extra fake fame families famous fashion father favor feature features federal feeling field
        figure finance financial fine finish firm firms fish fit flight floor fly focus foot foreign form fresh fuel
        fund gain gains gap garden gas general generation giant glass goal gold grand green ground guard guest
        guilty gun hair happy hate healthy heat heavy hidden highest history hospital hotel hurt image imagine
        immigration improve increase increases industry information injured injury insurance intelligence interest
        international introduce invest investigation investment investor investors invite involve island item jail
        judge jump jury justice kitchen lady land language laugh launching leading league legal lesson library
        license limit link listen loan location logo lower luxury machine magazine main manage manager map marriage
        married mass massive master match material matter meal meaning measure medical meeting memory men's mental
        military minister missing mission mistake mobile model modern mountain murder museum mystery nation natural
        nature negative network neighbor nuclear nurse ocean oil opening operation opportunity option original owner
        page pain paper park particular partner patient pattern pay peace performance period phone physical picture
        piece plane planet plant platform plot political politician politics pool poor popular population position
        positive possible post potential practice pregnant premiere premier present pressure pretty prevent prime
        prison private prize process produce professional profit promise promises promote property protect
        protection prove provide quarter queen quiet race radio rain rare reaction recent recipe recovery refuse
        region relationship relief religious remember remove rent replace request rescue research resident resign
        respond restaurant retail revenue revolution rich ride river rock round royal sad safety scandal scene
        schedule score screen sea search seat secretary senate senator sentence sentenced separate session settle
        sex sexual share shock shocking shoot shooting shopping shut sick silver similar simple singer sister site
        situation size skin sky sleep slow smart smith society soldier solution space speech speed spend spending
        sport sports spot spread staff stage standard statement station stock stocks stone storm strange strategy
        stream strike struggle student stunning style success successful suit super supply supreme surge surgery
        surprising survey survive target task tax teacher teaser technology television tension term terror text
        thank theory threaten threatens ticket tie title tool total touch tough tourist track traffic train training
        transform treat treatment tree trend trouble truck type uncertain union unique united university unlike
        upset victim victims victory village violence violent virus visitor voice voter voters warm waste water wave
        wealth weapon weather wedding weight welcome wild wind window wine wish wonder wood worry worse writer yes
        yesterday youth zone""",
    ),
)


@lru_cache(maxsize=1)
def _shares() -> dict[str, float]:
    """Of stems; the largest of the steps that name a word."""
    return {stem(word): share for share, words in reversed(_COMMON) for word in words.split()}


def known_shares(stems: Sequence[str]) -> Floats:
    """Share of headlines that hold each of the words, 0 of those that only some news uses.

    Examples
    --------
    >>> known_shares(["the", "report", "galway"]).tolist()
    [0.08, 0.02, 0.0]
    """
    known = _shares()
    return np.array([known.get(word, 0.0) for word in stems], np.float64)


def shares_by_shape(stems: Sequence[str]) -> Floats:
    """Share of headlines that may be supposed to hold words of which only the shape is known.

    Examples
    --------
    >>> shares_by_shape(["of", "galway", "20", "東京"]).tolist()
    [0.1, 0.001, 0.01, 0.001]
    """
    longest = len(_BY_LENGTH) - 1
    by_length = _BY_LENGTH[[min(len(word), longest) if word.isascii() else longest for word in stems]]
    short = [word.isdigit() and len(word) <= _NUMBER_DIGITS for word in stems]
    return np.where(short, _NUMBER, by_length)
